"""Registering a `skip_<tool>` field with all targets that have Python sources."""

from __future__ import annotations

from pants.backend.python.target_types import (
    PythonSourcesGeneratorTarget,
    PythonSourceTarget,
    PythonTestsGeneratorTarget,
    PythonTestTarget,
    PythonTestUtilsGeneratorTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Field
    from pants.engine.unions import UnionRule

_TARGET_TYPES = (
    PythonSourcesGeneratorTarget,
    PythonSourceTarget,
    PythonTestsGeneratorTarget,
    PythonTestTarget,
    PythonTestUtilsGeneratorTarget,
)


def register_on_python_targets(field: type[Field]) -> tuple[UnionRule, ...]:
    return tuple(target_type.register_plugin_field(field) for target_type in _TARGET_TYPES)
