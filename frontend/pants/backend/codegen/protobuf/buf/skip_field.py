"""The fields with which a target leaves Buf out."""

from __future__ import annotations

from pants.backend.codegen.protobuf.target_types import (
    ProtobufSourcesGeneratorTarget,
    ProtobufSourceTarget,
)
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipBufFormatField(BoolField):
    alias = "skip_buf_format"
    default = False
    help = "Whether the formatter of Buf leaves this target out."


class SkipBufLintField(BoolField):
    alias = "skip_buf_lint"
    default = False
    help = "Whether the linter of Buf leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return (
        ProtobufSourceTarget.register_plugin_field(SkipBufFormatField),
        ProtobufSourceTarget.register_plugin_field(SkipBufLintField),
        ProtobufSourcesGeneratorTarget.register_plugin_field(SkipBufFormatField),
        ProtobufSourcesGeneratorTarget.register_plugin_field(SkipBufLintField),
    )
