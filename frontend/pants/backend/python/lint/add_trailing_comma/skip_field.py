"""The field with which a target leaves add-trailing-comma out."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipAddTrailingCommaField(BoolField):
    alias = "skip_add_trailing_comma"
    default = False
    help = "Whether add-trailing-comma leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipAddTrailingCommaField)
