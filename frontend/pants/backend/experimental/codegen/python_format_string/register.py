"""Text with placeholders that are filled in."""

from __future__ import annotations

from pants.backend.codegen.python_format_string.target_types import (
    PythonFormatStringTarget,
    PythonFormatStringTargetGenerator,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [PythonFormatStringTarget, PythonFormatStringTargetGenerator]
