"""The field that keeps gofmt away from a package."""

from __future__ import annotations

from pants.backend.go.target_types import GoPackageTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipGofmtField(BoolField):
    alias = "skip_gofmt"
    default = False
    help = "If true, gofmt leaves this package alone."


def rules() -> tuple[UnionRule, ...]:
    return (GoPackageTarget.register_plugin_field(SkipGofmtField),)
