"""Goals that show what is inferred from Scala files."""

from __future__ import annotations

from pants.backend.experimental.scala import register as scala_register
from pants.backend.scala.goals.debug_goals import DumpScalaSourceAnalysisSubsystem
from pants.jvm.goals.debug_goals import JvmSymbolMapSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    DumpScalaSourceAnalysisSubsystem,
    JvmSymbolMapSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *scala_register.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )
