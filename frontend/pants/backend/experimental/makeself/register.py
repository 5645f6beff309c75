"""Self-extracting archives made with makeself."""

from __future__ import annotations

from pants.backend.makeself.subsystem import MakeselfSubsystem
from pants.backend.makeself.target_types import MakeselfArchiveTarget
from pants.backend.shell.subsystems.shell_setup import ShellSetup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    MakeselfSubsystem,
    ShellSetup,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)


def target_types() -> list[type[Target]]:
    return [
        MakeselfArchiveTarget,
    ]
