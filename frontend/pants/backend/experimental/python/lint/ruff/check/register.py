"""Ruff as a linter."""

from __future__ import annotations

from pants.backend.python.lint.ruff import skip_field, subsystem
from pants.backend.python.lint.ruff.check import skip_field as check_skip_field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*skip_field.rules(), *check_skip_field.rules(), *subsystem.rules())
