"""Packaging and running a `pex_binary`."""

from __future__ import annotations

from pants.backend.python.target_types import PexEntryPointField
from pants.core.goals.package import PackageFieldSet
from pants.core.goals.run import RunFieldSet, RunInSandboxBehavior
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class PexBinaryFieldSet(PackageFieldSet, RunFieldSet):
    """The fields of a binary."""

    run_in_sandbox_behavior = RunInSandboxBehavior.RUN_REQUEST_HERMETIC
    required_fields = (PexEntryPointField,)

    entry_point: PexEntryPointField


def rules() -> Iterable[UnionRule]:
    """The registrations of this module."""
    return [
        UnionRule(PackageFieldSet, PexBinaryFieldSet),
        UnionRule(RunFieldSet, PexBinaryFieldSet),
    ]
