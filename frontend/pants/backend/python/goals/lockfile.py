"""Lockfiles of Python resolves."""

from __future__ import annotations

from pants.backend.python.subsystems.setup import PythonSetup
from pants.core.goals.generate_lockfiles import GenerateLockfilesSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return (*GenerateLockfilesSubsystem.rules(), *PythonSetup.rules())
