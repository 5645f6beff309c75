"""The field with which a target leaves yapf out."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipYapfField(BoolField):
    alias = "skip_yapf"
    default = False
    help = "Whether yapf leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipYapfField)
