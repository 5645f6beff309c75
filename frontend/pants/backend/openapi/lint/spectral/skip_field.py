"""The field that keeps Spectral away from a document."""

from __future__ import annotations

from pants.backend.openapi.target_types import OpenApiDocumentGeneratorTarget, OpenApiDocumentTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipSpectralField(BoolField):
    alias = "skip_spectral"
    default = False
    help = "If true, Spectral does not look at this target."


def rules() -> tuple[UnionRule, ...]:
    return (
        OpenApiDocumentGeneratorTarget.register_plugin_field(SkipSpectralField),
        OpenApiDocumentTarget.register_plugin_field(SkipSpectralField),
    )
