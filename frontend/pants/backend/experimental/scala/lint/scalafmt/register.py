"""scalafmt, a formatter for Scala."""

from __future__ import annotations

from pants.backend.experimental.scala import register as scala_register
from pants.backend.scala.lint.scalafmt import skip_field
from pants.backend.scala.lint.scalafmt.subsystem import ScalafmtSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *scala_register.rules(),
        *skip_field.rules(),
        *ScalafmtSubsystem.rules(),
    )
