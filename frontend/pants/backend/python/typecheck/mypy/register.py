"""MyPy, a type checker."""

from __future__ import annotations

from pants.backend.python.typecheck.mypy import mypyc, skip_field, subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*mypyc.rules(), *skip_field.rules(), *subsystem.rules())
