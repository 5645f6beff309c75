"""`[pydocstyle]`: a linter of docstrings."""

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


class Pydocstyle(PythonToolBase):
    options_scope = "pydocstyle"
    name = "Pydocstyle"
    help = "Pydocstyle, which tells whether docstrings are as they should be."

    default_main = ConsoleScript("pydocstyle")
    default_requirements = ["pydocstyle[toml]>=6.1.1,<7.0"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.lint.pydocstyle", "pydocstyle.lock")

    skip = SkipOption("lint")
    args = ArgsListOption(example="--convention=google")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `setup.cfg`, `tox.ini`, `.pydocstyle` or `pyproject.toml` with settings for "
        "Pydocstyle at the build root.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Pydocstyle.rules(), UnionRule(ExportableTool, Pydocstyle))
