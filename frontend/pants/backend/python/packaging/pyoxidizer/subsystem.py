"""`[pyoxidizer]`: a builder of executables with a Python in them."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class PyOxidizer(PythonToolBase):
    options_scope = "pyoxidizer"
    name = "PyOxidizer"
    help = "PyOxidizer, which builds executables that bring their own Python."

    default_main = ConsoleScript("pyoxidizer")
    default_requirements = ["pyoxidizer>=0.18.0,<1"]
    register_interpreter_constraints = True
    default_lockfile_resource = (
        "pants.backend.python.packaging.pyoxidizer",
        "pyoxidizer.lock",
    )

    args = ArgsListOption(example="--release")


def rules() -> Iterable[Rule | UnionRule]:
    return (*PyOxidizer.rules(), UnionRule(ExportableTool, PyOxidizer))
