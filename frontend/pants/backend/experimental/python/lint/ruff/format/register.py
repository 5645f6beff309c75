"""Ruff as a formatter."""

from __future__ import annotations

from pants.backend.python.lint.ruff import skip_field, subsystem
from pants.backend.python.lint.ruff.format import skip_field as format_skip_field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*skip_field.rules(), *format_skip_field.rules(), *subsystem.rules())
