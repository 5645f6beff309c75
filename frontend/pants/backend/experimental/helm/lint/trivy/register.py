"""Trivy, a security scanner, for Helm charts and deployments."""

from __future__ import annotations

from pants.backend.experimental.helm import register as helm_register
from pants.backend.helm.target_types import HelmChartTarget, HelmDeploymentTarget
from pants.backend.tools.trivy.subsystem import SkipTrivyField, Trivy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *helm_register.rules(),
        *Trivy.rules(),
        HelmChartTarget.register_plugin_field(SkipTrivyField),
        HelmDeploymentTarget.register_plugin_field(SkipTrivyField),
    )
