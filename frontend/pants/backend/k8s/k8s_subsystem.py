"""Options for Kubernetes deployments."""

from __future__ import annotations

from pants.option.option_types import BoolOption, StrListOption
from pants.option.subsystem import Subsystem


class K8sSubsystem(Subsystem):
    options_scope = "k8s"
    name = "k8s"
    help = "Deployments to Kubernetes clusters."

    available_contexts = StrListOption(
        default=[],
        help=(
            "Names of the kubectl contexts that `k8s_bundle` targets may deploy to. It guards "
            "against deploying to whatever context happens to be current."
        ),
    )
    tailor_source_targets = BoolOption(
        default=True,
        advanced=True,
        help=(
            "Whether `tailor` adds `k8s_sources` targets for YAML files with Kubernetes objects "
            "that no target owns."
        ),
    )
