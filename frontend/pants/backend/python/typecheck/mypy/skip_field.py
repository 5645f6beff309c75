"""The field with which a target leaves MyPy out."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipMyPyField(BoolField):
    alias = "skip_mypy"
    default = False
    help = "Whether MyPy leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipMyPyField)
