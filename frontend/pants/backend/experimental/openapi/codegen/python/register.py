"""Python code from OpenAPI documents."""

from __future__ import annotations

from pants.backend.experimental.openapi import register as openapi_register
from pants.backend.experimental.python import register as python_register
from pants.backend.openapi.codegen.python import extra_fields
from pants.backend.openapi.subsystems.openapi_generator import OpenAPIGenerator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *openapi_register.rules(),
        *python_register.rules(),
        *extra_fields.rules(),
        *OpenAPIGenerator.rules(),
    )


def target_types() -> list[type[Target]]:
    return [*openapi_register.target_types(), *python_register.target_types()]
