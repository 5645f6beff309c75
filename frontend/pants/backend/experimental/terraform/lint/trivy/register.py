"""Trivy, a security scanner, for Terraform modules and deployments."""

from __future__ import annotations

from pants.backend.terraform.target_types import TerraformDeploymentTarget, TerraformModuleTarget
from pants.backend.tools.trivy.subsystem import SkipTrivyField, Trivy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *Trivy.rules(),
        TerraformModuleTarget.register_plugin_field(SkipTrivyField),
        TerraformDeploymentTarget.register_plugin_field(SkipTrivyField),
    )
