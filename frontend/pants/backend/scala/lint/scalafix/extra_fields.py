"""The field that keeps Scalafix away from a target."""

from __future__ import annotations

from pants.backend.scala.target_types import (
    ScalaJunitTestsGeneratorTarget,
    ScalaJunitTestTarget,
    ScalaSourcesGeneratorTarget,
    ScalaSourceTarget,
    ScalatestTestsGeneratorTarget,
    ScalatestTestTarget,
)
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipScalafixField(BoolField):
    alias = "skip_scalafix"
    default = False
    help = "If true, Scalafix leaves this target's files alone."


def rules() -> tuple[UnionRule, ...]:
    return (
        ScalaJunitTestTarget.register_plugin_field(SkipScalafixField),
        ScalaJunitTestsGeneratorTarget.register_plugin_field(SkipScalafixField),
        ScalaSourceTarget.register_plugin_field(SkipScalafixField),
        ScalaSourcesGeneratorTarget.register_plugin_field(SkipScalafixField),
        ScalatestTestTarget.register_plugin_field(SkipScalafixField),
        ScalatestTestsGeneratorTarget.register_plugin_field(SkipScalafixField),
    )
