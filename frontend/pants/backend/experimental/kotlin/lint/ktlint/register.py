"""ktlint, a formatter for Kotlin."""

from __future__ import annotations

from pants.backend.experimental.kotlin import register as kotlin_register
from pants.backend.kotlin.lint.ktlint import skip_field
from pants.backend.kotlin.lint.ktlint.subsystem import KtlintSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *kotlin_register.rules(),
        *skip_field.rules(),
        *KtlintSubsystem.rules(),
    )
