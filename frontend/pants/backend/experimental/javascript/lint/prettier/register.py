"""Prettier, a formatter for JavaScript."""

from __future__ import annotations

from pants.backend.javascript.lint.prettier import skip_field
from pants.backend.javascript.lint.prettier.subsystem import Prettier
from pants.backend.javascript.subsystems.nodejs import NodeJS
from pants.backend.javascript.subsystems.nodejs_infer import NodeJSInfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    NodeJS,
    NodeJSInfer,
    Prettier,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *skip_field.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )
