"""The field with which a target leaves Ruff out as a formatter."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipRuffFormatField(BoolField):
    alias = "skip_ruff_format"
    default = False
    help = "Whether the formatter of Ruff leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipRuffFormatField)
