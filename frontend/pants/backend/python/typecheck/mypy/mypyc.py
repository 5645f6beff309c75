"""Distributions that MyPy compiles."""

from __future__ import annotations

from pants.backend.python.target_types import PythonDistribution
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class UsesMyPycField(BoolField):
    alias = "uses_mypyc"
    default = False
    help = "Whether mypyc compiles code of this distribution. It is then built for each platform."


def rules() -> tuple[UnionRule, ...]:
    return (PythonDistribution.register_plugin_field(UsesMyPycField),)
