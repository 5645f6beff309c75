"""`[yamllint]`: a linter of YAML."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.core.util_rules.config_files import OrphanFilepathConfigBehavior
from pants.engine.unions import UnionRule
from pants.option.option_types import (
    ArgsListOption,
    EnumOption,
    SkipOption,
    StrListOption,
    StrOption,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Yamllint(PythonToolBase):
    options_scope = "yamllint"
    name = "Yamllint"
    help = "Yamllint, a linter of YAML files."

    default_main = ConsoleScript("yamllint")
    default_requirements = ["yamllint>=1.28.0,<2"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.tools.yamllint", "yamllint.lock")

    config_file_name = StrOption(
        "--config-file-name",
        default=".yamllint",
        advanced=True,
        help="The name of its config files. The nearest one, beside or above a file, is used.",
    )
    orphan_files_behavior = EnumOption(
        default=OrphanFilepathConfigBehavior.IGNORE,
        advanced=True,
        help="What to do with files that have no config file beside or above them.",
    )
    file_glob_include = StrListOption(
        "--include",
        default=["**/*.yml", "**/*.yaml"],
        help="Globs, from the build root, of the files to look at.",
    )
    file_glob_exclude = StrListOption(
        "--exclude",
        default=[],
        help="Globs of files among them to leave out.",
    )
    args = ArgsListOption(example="--strict")
    skip = SkipOption("lint")


def rules() -> Iterable[Rule | UnionRule]:
    return (*Yamllint.rules(), UnionRule(ExportableTool, Yamllint))
