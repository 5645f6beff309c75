"""`go vet`, Go's own linter."""

from __future__ import annotations

from pants.backend.experimental.go import register as go_register
from pants.backend.go.lint.vet import skip_field
from pants.backend.go.lint.vet.subsystem import GoVetSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *go_register.rules(),
        *skip_field.rules(),
        *GoVetSubsystem.rules(),
    )
