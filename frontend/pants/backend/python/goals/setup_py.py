"""Packaging a `python_distribution`."""

from __future__ import annotations

from pants.backend.python.target_types import PythonProvidesField
from pants.core.goals.package import PackageFieldSet
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class PythonDistributionFieldSet(PackageFieldSet):
    """The fields of a distribution."""

    required_fields = (PythonProvidesField,)

    provides: PythonProvidesField


def rules() -> Iterable[UnionRule]:
    """The registrations of this module."""
    return [UnionRule(PackageFieldSet, PythonDistributionFieldSet)]
