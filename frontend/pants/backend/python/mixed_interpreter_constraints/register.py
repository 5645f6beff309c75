"""Repositories whose code is for several Pythons."""

from __future__ import annotations

from pants.backend.python.mixed_interpreter_constraints import py_constraints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return (*py_constraints.PyConstraintsSubsystem.rules(), *py_constraints.rules())
