"""`[debugpy]`: the debugger for `--debug-adapter`."""

from __future__ import annotations

from pants.backend.python.main_specification import EntryPoint
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.option.option_types import ArgsListOption


class DebugPy(PythonToolBase):
    options_scope = "debugpy"
    name = options_scope
    help = "debugpy, which lets editors debug Python code."

    default_main = EntryPoint("debugpy")
    default_requirements = ["debugpy>=1.6.5,<1.7"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.subsystems", "debugpy.lock")

    args = ArgsListOption(example="--log-to-stderr")
