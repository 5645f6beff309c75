"""openapi-format, a formatter for OpenAPI files."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs import NodeJS
from pants.backend.javascript.subsystems.nodejs_infer import NodeJSInfer
from pants.backend.openapi.lint.openapi_format import skip_field
from pants.backend.openapi.lint.openapi_format.subsystem import OpenApiFormatSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    NodeJS,
    NodeJSInfer,
    OpenApiFormatSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *skip_field.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )
