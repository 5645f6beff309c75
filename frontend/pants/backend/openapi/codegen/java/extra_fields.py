"""Fields that Java code generation adds to OpenAPI documents."""

from __future__ import annotations

from pants.backend.openapi.target_types import OpenApiDocumentGeneratorTarget, OpenApiDocumentTarget
from pants.engine.target import BoolField, StringField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class OpenApiJavaModelPackageField(StringField):
    alias = "java_model_package"
    help = "Java package of the generated model classes. Unset means the generator's own choice."


class OpenApiJavaApiPackageField(StringField):
    alias = "java_api_package"
    help = "Java package of the generated API classes. Unset means the generator's own choice."


class OpenApiJavaSkipField(BoolField):
    alias = "skip_java"
    default = False
    help = "If true, no Java code is generated from this document."


def rules() -> tuple[UnionRule, ...]:
    fields = (
        OpenApiJavaSkipField,
        OpenApiJavaModelPackageField,
        OpenApiJavaApiPackageField,
    )
    return tuple(
        target_type.register_plugin_field(field)
        for target_type in (OpenApiDocumentGeneratorTarget, OpenApiDocumentTarget)
        for field in fields
    )
