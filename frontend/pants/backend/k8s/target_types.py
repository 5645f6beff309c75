"""Targets for Kubernetes objects."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    SingleSourceField,
    SpecialCasedDependencies,
    StringField,
    Target,
    TargetFilesGenerator,
)


class K8sSourceField(SingleSourceField):
    expected_file_extensions = (".yml", ".yaml")


class K8sSourcesField(MultipleSourcesField):
    default = ("*.yaml", "*.yml")
    expected_file_extensions = (".yml", ".yaml")
    help = (
        "Kubernetes object files, as names or globs relative to the BUILD file's folder; a leading "
        "`!` leaves files out. Each file becomes a `k8s_source`."
    )


class K8sSourceDependenciesField(Dependencies):
    pass


class K8sSourceTarget(Target):
    alias = "k8s_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        K8sSourceField,
        K8sSourceDependenciesField,
    )
    help = "One file of Kubernetes objects."


class K8sSourcesTargetGenerator(TargetFilesGenerator):
    alias = "k8s_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        K8sSourcesField,
    )
    generated_target_cls = K8sSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (K8sSourceDependenciesField,)
    help = "Declares one `k8s_source` for every file its `sources` match."


class K8sBundleSourcesField(SpecialCasedDependencies):
    alias = "sources"
    help = "Addresses of the `k8s_source` and `k8s_sources` targets that are applied together."


class K8sBundleContextField(StringField):
    alias = "context"
    required = True
    help = "The kubectl context to deploy to; it must be one of `[k8s].available_contexts`."


class K8sBundleDependenciesField(Dependencies):
    alias = "dependencies"


class K8sBundleTarget(Target):
    alias = "k8s_bundle"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        K8sBundleSourcesField,
        K8sBundleContextField,
        K8sBundleDependenciesField,
    )
    help = "Kubernetes objects for one cluster, applied with kubectl by `experimental-deploy`."
