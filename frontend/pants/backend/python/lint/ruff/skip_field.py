"""The field with which a target leaves Ruff out of everything it does."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipRuffField(BoolField):
    alias = "skip_ruff"
    default = False
    help = "Whether Ruff leaves this target out, as a linter and as a formatter."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipRuffField)
