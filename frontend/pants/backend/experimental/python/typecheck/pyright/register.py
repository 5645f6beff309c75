"""Pyright, a fast type checker."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs import NodeJS
from pants.backend.python.typecheck.pyright import skip_field, subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*NodeJS.rules(), *skip_field.rules(), *subsystem.rules())
