"""`[black]`: a formatter."""

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


class Black(PythonToolBase):
    options_scope = "black"
    name = "Black"
    help = "Black, a formatter of Python code."

    default_main = ConsoleScript("black")
    default_requirements = [
        "black>=22.6.0,<25",
        'typing-extensions>=3.10.0.0; python_version < "3.10"',
    ]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.lint.black", "black.lock")

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--fast")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `pyproject.toml` with settings for Black at the build root.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Black.rules(), UnionRule(ExportableTool, Black))
