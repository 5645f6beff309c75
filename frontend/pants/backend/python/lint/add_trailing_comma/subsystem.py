"""`[add-trailing-comma]`: commas behind the last argument."""

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


class AddTrailingComma(PythonToolBase):
    options_scope = "add-trailing-comma"
    name = "add-trailing-comma"
    help = "add-trailing-comma, which puts commas behind the last of several arguments."

    default_main = ConsoleScript("add-trailing-comma")
    default_requirements = ["add-trailing-comma>=2.2.3,<3"]
    register_interpreter_constraints = True
    default_lockfile_resource = (
        "pants.backend.python.lint.add_trailing_comma",
        "add_trailing_comma.lock",
    )

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--py36-plus")


def rules() -> Iterable[Rule | UnionRule]:
    return (*AddTrailingComma.rules(), UnionRule(ExportableTool, AddTrailingComma))
