"""The field with which a target leaves Flake8 out."""

from __future__ import annotations

from pants.backend.python.skip_fields import register_on_python_targets
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipFlake8Field(BoolField):
    alias = "skip_flake8"
    default = False
    help = "Whether Flake8 leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return register_on_python_targets(SkipFlake8Field)
