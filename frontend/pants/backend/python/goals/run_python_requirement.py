"""Running the program of a requirement."""

from __future__ import annotations

from pants.backend.python.target_types import (
    PythonRequirementEntryPointField,
    PythonRequirementResolveField,
    PythonRequirementsField,
)
from pants.core.goals.run import RunFieldSet, RunInSandboxBehavior
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class PythonRequirementFieldSet(RunFieldSet):
    """The fields of a requirement that brings a program."""

    supports_debug_adapter = True
    required_fields = (PythonRequirementsField, PythonRequirementEntryPointField)
    run_in_sandbox_behavior = RunInSandboxBehavior.CUSTOM

    requirements: PythonRequirementsField
    entry_point: PythonRequirementEntryPointField
    resolve: PythonRequirementResolveField


def rules() -> Iterable[UnionRule]:
    """The registrations of this module."""
    return [UnionRule(RunFieldSet, PythonRequirementFieldSet)]
