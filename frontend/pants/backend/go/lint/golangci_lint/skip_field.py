"""The field that keeps golangci-lint away from a package."""

from __future__ import annotations

from pants.backend.go.target_types import GoPackageTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipGolangciLintField(BoolField):
    alias = "skip_golangci_lint"
    default = False
    help = "If true, golangci-lint does not look at this package."


def rules() -> tuple[UnionRule, ...]:
    return (GoPackageTarget.register_plugin_field(SkipGolangciLintField),)
