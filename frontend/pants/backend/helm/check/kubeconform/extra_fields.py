"""Fields that kubeconform adds to Helm charts and deployments."""

from __future__ import annotations

from pants.backend.helm.target_types import HelmChartTarget, HelmDeploymentTarget
from pants.engine.target import BoolField, StringField, StringSequenceField, TriBoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class KubeconformSkipField(BoolField):
    alias = "skip_kubeconform"
    default = False
    help = "If true, kubeconform does not check this target."


class KubeconformIgnoreSourcesField(StringSequenceField):
    alias = "kubeconform_ignore_sources"
    help = "Regular expressions of rendered file names that kubeconform is not shown."


class KubeconformIgnoreMissingSchemasField(TriBoolField):
    alias = "kubeconform_ignore_missing_schemas"
    help = "If true, resources whose schema cannot be found are accepted instead of reported."


class KubeconformStrictField(TriBoolField):
    alias = "kubeconform_strict"
    help = (
        "If true, properties that a resource's schema does not know, and duplicate keys, are "
        "errors."
    )


class KubeconformSkipKindsField(StringSequenceField):
    alias = "kubeconform_skip_kinds"
    help = "Resource kinds, or group, version and kind, that are not checked."


class KubeconformRejectKindsField(StringSequenceField):
    alias = "kubeconform_reject_kinds"
    help = "Resource kinds, or group, version and kind, whose presence is an error."


class KubeconformKubernetesVersionField(StringField):
    alias = "kubeconform_kubernetes_version"
    help = (
        "The Kubernetes version to check against, such as `1.29.0`. Unset means the development "
        "version."
    )


def rules() -> tuple[UnionRule, ...]:
    fields = (
        KubeconformSkipField,
        KubeconformIgnoreSourcesField,
        KubeconformIgnoreMissingSchemasField,
        KubeconformSkipKindsField,
        KubeconformRejectKindsField,
        KubeconformStrictField,
        KubeconformKubernetesVersionField,
    )
    return tuple(
        target_type.register_plugin_field(field)
        for target_type in (HelmChartTarget, HelmDeploymentTarget)
        for field in fields
    )
