"""The field with which a target leaves Shellcheck out."""

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


class SkipShellcheckField(BoolField):
    alias = "skip_shellcheck"
    default = False
    help = "Whether Shellcheck leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return (
        ShellSourceTarget.register_plugin_field(SkipShellcheckField),
        ShellSourcesGeneratorTarget.register_plugin_field(SkipShellcheckField),
        Shunit2TestTarget.register_plugin_field(SkipShellcheckField),
        Shunit2TestsGeneratorTarget.register_plugin_field(SkipShellcheckField),
    )
