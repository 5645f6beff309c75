"""`[sqlfluff]`: a linter and formatter of SQL."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, FileOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Sqlfluff(PythonToolBase):
    options_scope = "sqlfluff"
    name = "Sqlfluff"
    help = "Sqlfluff, a linter and formatter of SQL."

    default_main = ConsoleScript("sqlfluff")
    default_requirements = ["sqlfluff>=2.3.5,<5"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.sql.lint.sqlfluff", "sqlfluff.lock")

    skip = SkipOption("fmt", "fix", "lint")
    args = ArgsListOption(example="--dialect postgres")
    fix_args = ArgsListOption(
        example="--force",
        extra_help="They are only for `fix`.",
    )
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use each `.sqlfluff`, `pyproject.toml`, `setup.cfg`, `tox.ini` or `pep8.ini` with "
        "settings for Sqlfluff, beside or above the code.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Sqlfluff.rules(), UnionRule(ExportableTool, Sqlfluff))
