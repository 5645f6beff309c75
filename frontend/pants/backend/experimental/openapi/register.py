"""OpenAPI descriptions and their bundling."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs import NodeJS
from pants.backend.javascript.subsystems.nodejs_infer import NodeJSInfer
from pants.backend.openapi.subsystems.openapi import OpenApiSubsystem
from pants.backend.openapi.subsystems.redocly import Redocly
from pants.backend.openapi.target_types import (
    OpenApiBundleTarget,
    OpenApiDocumentGeneratorTarget,
    OpenApiDocumentTarget,
    OpenApiSourceGeneratorTarget,
    OpenApiSourceTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    NodeJS,
    NodeJSInfer,
    OpenApiSubsystem,
    Redocly,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)


def target_types() -> list[type[Target]]:
    return [
        OpenApiDocumentTarget,
        OpenApiDocumentGeneratorTarget,
        OpenApiSourceTarget,
        OpenApiSourceGeneratorTarget,
        OpenApiBundleTarget,
    ]
