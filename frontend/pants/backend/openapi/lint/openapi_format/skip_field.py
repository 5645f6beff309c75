"""The field that keeps openapi-format away from a target."""

from __future__ import annotations

from pants.backend.openapi.target_types import OpenApiSourceGeneratorTarget, OpenApiSourceTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipOpenApiFormatField(BoolField):
    alias = "skip_openapi_format"
    default = False
    help = "If true, openapi-format leaves this target's files alone."


def rules() -> tuple[UnionRule, ...]:
    return (
        OpenApiSourceGeneratorTarget.register_plugin_field(SkipOpenApiFormatField),
        OpenApiSourceTarget.register_plugin_field(SkipOpenApiFormatField),
    )
