"""`[pyupgrade]`: newer ways to write code."""

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


class PyUpgrade(PythonToolBase):
    options_scope = "pyupgrade"
    name = "pyupgrade"
    help = "pyupgrade, which rewrites code with what newer Pythons have."

    default_main = ConsoleScript("pyupgrade")
    default_requirements = ["pyupgrade>=2.33.0,<4"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.lint.pyupgrade", "pyupgrade.lock")

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--py311-plus")


def rules() -> Iterable[Rule | UnionRule]:
    return (*PyUpgrade.rules(), UnionRule(ExportableTool, PyUpgrade))
