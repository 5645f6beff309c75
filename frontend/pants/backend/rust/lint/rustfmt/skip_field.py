"""The field that keeps rustfmt away from a package."""

from __future__ import annotations

from pants.backend.rust.target_types import RustPackageTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipRustfmtField(BoolField):
    alias = "skip_rustfmt"
    default = False
    help = "If true, rustfmt leaves this package alone."


def rules() -> tuple[UnionRule, ...]:
    return (RustPackageTarget.register_plugin_field(SkipRustfmtField),)
