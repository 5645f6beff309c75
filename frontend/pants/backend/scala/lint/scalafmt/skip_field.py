"""The field that keeps scalafmt away from a target."""

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


class SkipScalafmtField(BoolField):
    alias = "skip_scalafmt"
    default = False
    help = "If true, scalafmt leaves this target's files alone."


def rules() -> tuple[UnionRule, ...]:
    return (
        ScalaJunitTestTarget.register_plugin_field(SkipScalafmtField),
        ScalaJunitTestsGeneratorTarget.register_plugin_field(SkipScalafmtField),
        ScalaSourceTarget.register_plugin_field(SkipScalafmtField),
        ScalaSourcesGeneratorTarget.register_plugin_field(SkipScalafmtField),
        ScalatestTestTarget.register_plugin_field(SkipScalafmtField),
        ScalatestTestsGeneratorTarget.register_plugin_field(SkipScalafmtField),
    )
