"""The field with which a target leaves Pydocstyle out."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipPydocstyleField(BoolField):
    alias = "skip_pydocstyle"
    default = False
    help = "Whether Pydocstyle leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipPydocstyleField)
