"""Trivy, a security scanner, for Docker images."""

from __future__ import annotations

from pants.backend.docker.target_types import DockerImageTarget
from pants.backend.tools.trivy.subsystem import SkipTrivyField, Trivy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*Trivy.rules(), DockerImageTarget.register_plugin_field(SkipTrivyField))
