"""`[isort]`: imports in order."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, FileListOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Isort(PythonToolBase):
    options_scope = "isort"
    name = "isort"
    help = "isort, which puts imports in order."

    default_main = ConsoleScript("isort")
    default_requirements = ["isort[pyproject,colors]>=5.9.3,<6.0"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.lint.isort", "isort.lock")

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--profile=black")
    config = FileListOption(
        advanced=True,
        help="The config files to use, if not those that `config_discovery` finds. With isort 5 "
        "there can only be one for all files.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use each `.isort.cfg`, `pyproject.toml`, `setup.cfg`, `tox.ini` or `.editorconfig` "
        "with settings for isort, beside or above the code.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Isort.rules(), UnionRule(ExportableTool, Isort))
