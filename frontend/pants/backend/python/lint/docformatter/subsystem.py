"""`[docformatter]`: a formatter of docstrings."""

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


class Docformatter(PythonToolBase):
    options_scope = "docformatter"
    name = "docformatter"
    help = "docformatter, a formatter of docstrings."

    default_main = ConsoleScript("docformatter")
    default_requirements = ["docformatter>=1.4,<1.5"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.lint.docformatter", "docformatter.lock")

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--wrap-descriptions=90")


def rules() -> Iterable[Rule | UnionRule]:
    return (*Docformatter.rules(), UnionRule(ExportableTool, Docformatter))
