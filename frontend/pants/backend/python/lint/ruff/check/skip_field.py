"""The field with which a target leaves Ruff out as a linter."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipRuffCheckField(BoolField):
    alias = "skip_ruff_check"
    default = False
    help = "Whether the linter of Ruff leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipRuffCheckField)
