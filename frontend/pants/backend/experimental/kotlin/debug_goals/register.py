"""Goals that show what is inferred from Kotlin files."""

from __future__ import annotations

from pants.backend.experimental.kotlin import register as kotlin_register
from pants.backend.kotlin.goals.debug_goals import DumpKotlinSourceAnalysisSubsystem
from pants.jvm.goals.debug_goals import JvmSymbolMapSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    DumpKotlinSourceAnalysisSubsystem,
    JvmSymbolMapSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *kotlin_register.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )
