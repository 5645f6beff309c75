"""golangci-lint, which runs many linters for Go."""

from __future__ import annotations

from pants.backend.experimental.go import register as go_register
from pants.backend.go.lint.golangci_lint import skip_field
from pants.backend.go.lint.golangci_lint.subsystem import GolangciLint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *go_register.rules(),
        *skip_field.rules(),
        *GolangciLint.rules(),
    )
