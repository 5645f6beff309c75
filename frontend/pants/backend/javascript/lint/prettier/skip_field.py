"""The field that keeps Prettier away from a target."""

from __future__ import annotations

from pants.backend.javascript.target_types import JSSourcesGeneratorTarget, JSSourceTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipPrettierField(BoolField):
    alias = "skip_prettier"
    default = False
    help = "If true, Prettier leaves this target's files alone."


def rules() -> tuple[UnionRule, ...]:
    return (
        JSSourceTarget.register_plugin_field(SkipPrettierField),
        JSSourcesGeneratorTarget.register_plugin_field(SkipPrettierField),
    )
