"""Tests that pytest runs."""

from __future__ import annotations

from pants.backend.python.target_types import PythonTestSourceField, SkipPythonTestsField
from pants.core.goals.test import TestFieldSet
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.target import Target


class PythonTestFieldSet(TestFieldSet):
    """The fields of a file of tests."""

    required_fields = (PythonTestSourceField,)

    source: PythonTestSourceField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        """Whether the tests are skipped."""
        return bool(tgt.get(SkipPythonTestsField).value)


def rules() -> Iterable[UnionRule]:
    """The registrations of this module."""
    return [UnionRule(TestFieldSet, PythonTestFieldSet)]
