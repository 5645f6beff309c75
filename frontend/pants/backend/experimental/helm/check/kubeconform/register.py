"""kubeconform, which checks the manifests that charts render."""

from __future__ import annotations

from pants.backend.experimental.helm import register as helm_register
from pants.backend.helm.check.kubeconform import extra_fields
from pants.backend.helm.check.kubeconform.subsystem import KubeconformSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *helm_register.rules(),
        *extra_fields.rules(),
        *KubeconformSubsystem.rules(),
    )


def target_types() -> list[type[Target]]:
    return [
        *helm_register.target_types(),
    ]
