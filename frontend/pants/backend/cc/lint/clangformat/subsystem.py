"""clang-format, a formatter for C and C++."""

from __future__ import annotations

from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.backend.python.target_types import ConsoleScript
from pants.option.option_types import ArgsListOption, SkipOption


class ClangFormat(PythonToolBase):
    options_scope = "clang-format"
    name = "ClangFormat"
    help_short = "clang-format, a formatter for C and C++."

    default_main = ConsoleScript("clang-format")
    default_requirements = ["clang-format>=14.0.3,<16"]
    register_interpreter_constraints = True

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--version")
