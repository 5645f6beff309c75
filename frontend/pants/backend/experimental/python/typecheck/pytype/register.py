"""Pytype, a type checker of code without annotations too."""

from __future__ import annotations

from pants.backend.python.typecheck.pytype import skip_field, subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*skip_field.rules(), *subsystem.rules())
