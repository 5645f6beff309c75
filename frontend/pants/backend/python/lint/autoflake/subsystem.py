"""`[autoflake]`: removal of what nothing uses."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Autoflake(PythonToolBase):
    options_scope = "autoflake"
    name = "Autoflake"
    help = "Autoflake, which removes imports and variables that nothing uses."

    default_main = ConsoleScript("autoflake")
    default_requirements = ["autoflake>=1.4,<3"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.lint.autoflake", "autoflake.lock")

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(
        example="--remove-unused-variables",
        default=["--remove-all-unused-imports"],
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Autoflake.rules(), UnionRule(ExportableTool, Autoflake))
