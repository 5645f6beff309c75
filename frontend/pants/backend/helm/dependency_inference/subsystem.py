"""What is inferred from Helm charts and deployments."""

from __future__ import annotations

from pants.option.option_types import BoolOption, EnumOption, StrListOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class UnownedHelmDependencyUsage(PlainEnum):
    """What to do with an image that no target builds."""

    RaiseError = "error"
    LogWarning = "warning"
    DoNothing = "ignore"


class UnownedDependencyError(Exception):
    """A deployment uses an image that no target builds."""


class HelmInferSubsystem(Subsystem):
    options_scope = "helm-infer"
    help = "What is inferred from Helm charts and deployments."

    unowned_dependency_behavior = EnumOption(
        default=UnownedHelmDependencyUsage.RaiseError,
        help="What to do with an image that looks like the address of a target but is none.",
    )
    external_docker_images = StrListOption(
        default=[],
        help=(
            "Names of images that are not built in this repository, without version. `*` alone "
            "stands for all."
        ),
    )
    deployment_dependencies = BoolOption(
        default=True,
        advanced=True,
        help=(
            "Whether a `helm_deployment` depends on the `docker_image` targets that its rendered "
            "manifests name. It takes a run of Helm for each deployment."
        ),
    )

    @property
    def external_base_images(self) -> set[str]:
        return set(self.external_docker_images)
