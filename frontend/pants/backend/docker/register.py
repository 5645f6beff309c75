"""Docker images."""

from __future__ import annotations

from pants.backend.docker.subsystems.docker_options import DockerOptions
from pants.backend.docker.target_types import DockerImageTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target


def rules() -> Iterable[Rule]:
    return DockerOptions.rules()


def target_types() -> list[type[Target]]:
    return [DockerImageTarget]
