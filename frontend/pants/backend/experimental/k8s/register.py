"""Kubernetes objects, applied with kubectl."""

from __future__ import annotations

from pants.backend.k8s.k8s_subsystem import K8sSubsystem
from pants.backend.k8s.kubectl_subsystem import Kubectl
from pants.backend.k8s.target_types import (
    K8sBundleTarget,
    K8sSourcesTargetGenerator,
    K8sSourceTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    K8sSubsystem,
    Kubectl,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)


def target_types() -> list[type[Target]]:
    return [
        K8sSourceTarget,
        K8sSourcesTargetGenerator,
        K8sBundleTarget,
    ]
