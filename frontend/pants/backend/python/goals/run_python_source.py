"""Running a Python file."""

from __future__ import annotations

from pants.backend.python.target_types import PythonRunGoalUseSandboxField, PythonSourceField
from pants.core.goals.run import RunFieldSet, RunInSandboxBehavior
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class PythonSourceFieldSet(RunFieldSet):
    """The fields of a file of Python code."""

    supports_debug_adapter = True
    required_fields = (PythonSourceField, PythonRunGoalUseSandboxField)
    run_in_sandbox_behavior = RunInSandboxBehavior.CUSTOM

    source: PythonSourceField


def rules() -> Iterable[UnionRule]:
    """The registrations of this module."""
    return [UnionRule(RunFieldSet, PythonSourceFieldSet)]
