"""The field that keeps `go vet` away from a package."""

from __future__ import annotations

from pants.backend.go.target_types import GoPackageTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipGoVetField(BoolField):
    alias = "skip_go_vet"
    default = False
    help = "If true, `go vet` does not look at this package."


def rules() -> tuple[UnionRule, ...]:
    return (GoPackageTarget.register_plugin_field(SkipGoVetField),)
