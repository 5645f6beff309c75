"""Scalafix, a linter and rewriter for Scala."""

from __future__ import annotations

from pants.backend.experimental.scala import register as scala_register
from pants.backend.scala.lint.scalafix import extra_fields
from pants.backend.scala.lint.scalafix.subsystem import ScalafixSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *scala_register.rules(),
        *extra_fields.rules(),
        *ScalafixSubsystem.rules(),
    )
