"""Rust packages and rustfmt."""

from __future__ import annotations

from pants.backend.rust.lint.rustfmt import skip_field
from pants.backend.rust.lint.rustfmt.subsystem import RustfmtSubsystem
from pants.backend.rust.subsystems.rust import RustSubsystem
from pants.backend.rust.target_types import RustPackageTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    RustSubsystem,
    RustfmtSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *skip_field.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )


def target_types() -> list[type[Target]]:
    return [
        RustPackageTarget,
    ]
