"""Goals that show what is inferred from Java files."""

from __future__ import annotations

from pants.backend.experimental.java import register as java_register
from pants.backend.java.goals.debug_goals import DumpJavaSourceAnalysisSubsystem
from pants.jvm.goals.debug_goals import JvmSymbolMapSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    DumpJavaSourceAnalysisSubsystem,
    JvmSymbolMapSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *java_register.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )
