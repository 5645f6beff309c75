"""The field that keeps clang-format away from a target."""

from __future__ import annotations

from pants.backend.cc.target_types import CCSourcesGeneratorTarget, CCSourceTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipClangFormatField(BoolField):
    alias = "skip_clang_format"
    default = False
    help = "If true, clang-format leaves this target's files alone."


def rules() -> tuple[UnionRule, ...]:
    return (
        CCSourceTarget.register_plugin_field(SkipClangFormatField),
        CCSourcesGeneratorTarget.register_plugin_field(SkipClangFormatField),
    )
