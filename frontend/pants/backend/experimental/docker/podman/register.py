"""Podman in the place of Docker."""

from __future__ import annotations

from pants.backend.docker.subsystems.docker_options import DockerOptions
from pants.option.option_types import BoolOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class ExperimentalPodmanOptions:
    experimental_enable_podman = BoolOption(
        default=True,
        help="Use Podman if it is found, and Docker only if it is not.",
    )


def rules() -> tuple[UnionRule, ...]:
    return (DockerOptions.register_plugin_options(ExperimentalPodmanOptions),)
