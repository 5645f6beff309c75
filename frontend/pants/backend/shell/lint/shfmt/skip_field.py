"""The field with which a target leaves shfmt out."""

from __future__ import annotations

from pants.backend.shell.target_types import (
    ShellSourcesGeneratorTarget,
    ShellSourceTarget,
    Shunit2TestsGeneratorTarget,
    Shunit2TestTarget,
)
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipShfmtField(BoolField):
    alias = "skip_shfmt"
    default = False
    help = "Whether shfmt leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return (
        ShellSourceTarget.register_plugin_field(SkipShfmtField),
        ShellSourcesGeneratorTarget.register_plugin_field(SkipShfmtField),
        Shunit2TestTarget.register_plugin_field(SkipShfmtField),
        Shunit2TestsGeneratorTarget.register_plugin_field(SkipShfmtField),
    )
