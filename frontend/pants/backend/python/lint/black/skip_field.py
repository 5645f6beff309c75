"""The field with which a target leaves Black out."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipBlackField(BoolField):
    alias = "skip_black"
    default = False
    help = "Whether Black leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipBlackField)
