"""The field that keeps ktlint away from a target."""

from __future__ import annotations

from pants.backend.kotlin.target_types import KotlinSourcesGeneratorTarget, KotlinSourceTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipKtlintField(BoolField):
    alias = "skip_ktlint"
    default = False
    help = "If true, ktlint leaves this target's files alone."


def rules() -> tuple[UnionRule, ...]:
    return (
        KotlinSourceTarget.register_plugin_field(SkipKtlintField),
        KotlinSourcesGeneratorTarget.register_plugin_field(SkipKtlintField),
    )
