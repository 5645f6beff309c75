"""The field with which a target leaves Hadolint out."""

from __future__ import annotations

from pants.backend.docker.target_types import DockerImageTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipHadolintField(BoolField):
    alias = "skip_hadolint"
    default = False
    help = "Whether Hadolint leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return (DockerImageTarget.register_plugin_field(SkipHadolintField),)
