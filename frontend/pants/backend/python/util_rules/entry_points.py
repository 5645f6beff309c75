"""Entry points that tests look up when they run."""

from __future__ import annotations

from pants.backend.python.target_types import (
    PythonTestsEntryPointDependenciesField,
    PythonTestsGeneratorTarget,
    PythonTestTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


def rules() -> tuple[UnionRule, ...]:
    return (
        PythonTestTarget.register_plugin_field(PythonTestsEntryPointDependenciesField),
        PythonTestsGeneratorTarget.register_plugin_field(
            PythonTestsEntryPointDependenciesField, as_moved_field=True
        ),
    )
