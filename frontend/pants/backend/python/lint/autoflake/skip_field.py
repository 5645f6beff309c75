"""The field with which a target leaves Autoflake out."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipAutoflakeField(BoolField):
    alias = "skip_autoflake"
    default = False
    help = "Whether Autoflake leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipAutoflakeField)
