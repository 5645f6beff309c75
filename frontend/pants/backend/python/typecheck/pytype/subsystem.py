"""`[pytype]`: a type checker of code without annotations too."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, FileOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Pytype(PythonToolBase):
    options_scope = "pytype"
    name = "Pytype"
    help = "Pytype, a type checker that also checks code without annotations."

    default_version = "pytype@2024.9.13"
    default_main = ConsoleScript("pytype")
    default_requirements = ["pytype==2024.9.13"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.typecheck.pytype", "pytype.lock")

    skip = SkipOption("check")
    args = ArgsListOption(example="--strict-import")
    config = FileOption(
        default=None,
        help="The config file to use, if not a `pytype.toml` or `pytype.cfg` at the build root.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Pytype.rules(), UnionRule(ExportableTool, Pytype))
