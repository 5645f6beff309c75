"""elfdeps, which reads what ELF files need and provide."""

from __future__ import annotations

from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.backend.python.target_types import ConsoleScript


class Elfdeps(PythonToolBase):
    options_scope = "elfdeps"
    help_short = (
        "elfdeps, which finds the shared libraries that packaged ELF files need and provide."
    )

    default_main = ConsoleScript("elfdeps")
    default_requirements = ["elfdeps>=0.2.0"]
    register_interpreter_constraints = True
