"""Java code from OpenAPI documents."""

from __future__ import annotations

from pants.backend.experimental.java import register as java_register
from pants.backend.experimental.openapi import register as openapi_register
from pants.backend.openapi.codegen.java import extra_fields
from pants.backend.openapi.subsystems.openapi_generator import OpenAPIGenerator
from pants.backend.openapi.target_types import OpenApiDocumentGeneratorTarget, OpenApiDocumentTarget
from pants.jvm.target_types import register_prefixed_jvm_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *java_register.rules(),
        *openapi_register.rules(),
        *extra_fields.rules(),
        *OpenAPIGenerator.rules(),
        *register_prefixed_jvm_fields(OpenApiDocumentGeneratorTarget, OpenApiDocumentTarget),
    )


def target_types() -> list[type[Target]]:
    return [
        *java_register.target_types(),
        *openapi_register.target_types(),
    ]
