"""Targets for Helm charts, their unit tests and their deployments."""

from __future__ import annotations

from pants.core.goals.package import OutputPathField
from pants.core.goals.test import TestTimeoutField
from pants.engine.addresses import AddressInput
from pants.engine.fs import GlobMatchErrorBehavior
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    BoolField,
    Dependencies,
    DictStringToStringField,
    IntField,
    MultipleSourcesField,
    OverridesField,
    SingleSourceField,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    Target,
    TargetFilesGenerator,
    TriBoolField,
    ValidNumbers,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

ALL_DEFAULT_HELM_REGISTRIES = "<ALL DEFAULT HELM REGISTRIES>"

_YAML_EXTENSIONS = (".yaml", ".yml")


class HelmRegistriesField(StringSequenceField):
    alias = "registries"
    default = (ALL_DEFAULT_HELM_REGISTRIES,)
    help = (
        "Where the chart is published: `oci://` addresses, or `@name` for registries of "
        "`[helm].registries`. The default stands for all registries marked as default; an empty "
        "list means none."
    )


class HelmSkipLintField(BoolField):
    alias = "skip_lint"
    default = False
    help = "If true, `lint` does not run `helm lint` on this chart."


class HelmSkipPushField(BoolField):
    alias = "skip_push"
    default = False
    help = "If true, `publish` passes over this chart."


class HelmChartMetaSourceField(SingleSourceField):
    alias = "chart"
    default = "Chart.yaml"
    expected_file_extensions = _YAML_EXTENSIONS
    required = False
    help = "The chart's metadata file, `Chart.yaml` or `Chart.yml`. Its folder is the chart's root."


class HelmChartSourcesField(MultipleSourcesField):
    default = (
        ".helmignore",
        "README.md",
        "LICENSE",
        "values.yaml",
        "values.yml",
        "values.schema.json",
        "templates/**/*.yaml",
        "templates/**/*.yml",
        "templates/**/*.tpl",
        "templates/NOTES.txt",
        "crds/*.yaml",
        "crds/*.yml",
    )
    expected_file_extensions = (".helmignore", ".yaml", ".yml", ".tpl", ".json", ".md", ".txt", "")
    help = (
        "The chart's other files (values, templates, CRDs and so on), as names or globs relative "
        "to the BUILD file's folder; a leading `!` leaves files out."
    )


class HelmChartDependenciesField(Dependencies):
    pass


class HelmChartOutputPathField(OutputPathField):
    help = (
        "Folder, relative to the distribution folder, where `package` leaves the packed chart. "
        "`${spec_path_normalized}` and `${target_name_normalized}` in it come from the target's "
        "address, `${file_suffix}` from the kind of artifact."
    )


class HelmChartLintStrictField(TriBoolField):
    alias = "lint_strict"
    help = (
        "Whether `helm lint` also fails on warnings. Unset means the value of `[helm].lint_strict`."
    )


class HelmChartLintQuietField(TriBoolField):
    alias = "lint_quiet"
    help = (
        "Whether `helm lint` shows only warnings and errors. Unset means the value of "
        "`[helm].lint_quiet`."
    )


class HelmChartRepositoryField(StringField):
    alias = "repository"
    help = (
        "Path below the registry's address under which the chart is published. Unset means the "
        "registry's own setting, then `[helm].default_registry_repository`."
    )


class HelmChartVersionField(StringField):
    alias = "version"
    help = "Version to give the packed chart, in place of the one in its metadata file."


class HelmChartTarget(Target):
    alias = "helm_chart"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        HelmChartMetaSourceField,
        HelmChartSourcesField,
        HelmChartDependenciesField,
        HelmChartOutputPathField,
        HelmChartLintStrictField,
        HelmChartLintQuietField,
        HelmChartRepositoryField,
        HelmChartVersionField,
        HelmRegistriesField,
        HelmSkipPushField,
        HelmSkipLintField,
    )
    help = "A first-party Helm chart."


class HelmUnitTestDependenciesField(Dependencies):
    pass


class HelmUnitTestTimeoutField(TestTimeoutField):
    pass


class HelmUnitTestSourceField(SingleSourceField):
    expected_file_extensions = _YAML_EXTENSIONS


class HelmUnitTestStrictField(TriBoolField):
    alias = "strict"
    help = "If true, test suites with fields that helm-unittest does not know are errors."


class HelmUnitTestTestTarget(Target):
    alias = "helm_unittest_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        HelmUnitTestSourceField,
        HelmUnitTestDependenciesField,
        HelmUnitTestStrictField,
        HelmUnitTestTimeoutField,
    )
    help = "One suite of helm-unittest tests for a chart."


class HelmUnitTestGeneratingSourcesField(MultipleSourcesField):
    default = ("*_test.yaml", "*_test.yml")
    expected_file_extensions = _YAML_EXTENSIONS
    help = (
        "Test suites, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `helm_unittest_test`."
    )


class HelmUnitTestOverridesField(OverridesField):
    help = (
        "Field values for single generated `helm_unittest_test` targets, keyed by file name or "
        'glob, for instance `{"slow_test.yaml": {"timeout": 120}}`.'
    )


class HelmUnitTestTestsGeneratorTarget(TargetFilesGenerator):
    alias = "helm_unittest_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        HelmUnitTestGeneratingSourcesField,
        HelmUnitTestDependenciesField,
        HelmUnitTestOverridesField,
    )
    generated_target_cls = HelmUnitTestTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        HelmUnitTestStrictField,
        HelmUnitTestTimeoutField,
    )
    help = "Declares one `helm_unittest_test` for every test suite its `sources` match."


class HelmArtifactRegistryField(StringField):
    alias = "registry"
    help = (
        "Alias (`@name`) or `oci://` address of the registry that has the chart. Not together with "
        "an `http(s)` `repository`."
    )


class HelmArtifactRepositoryField(StringField):
    alias = "repository"
    help = (
        "Where the chart lies: an alias or `http(s)` address of a classic chart repository, or a "
        "path below `registry`."
    )


class HelmArtifactArtifactField(StringField):
    alias = "artifact"
    required = True
    help = "Name of the chart, without its version."


class HelmArtifactVersionField(StringField):
    alias = "version"
    required = True
    help = "Version of the chart."


class HelmArtifactTarget(Target):
    alias = "helm_artifact"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        HelmArtifactRegistryField,
        HelmArtifactRepositoryField,
        HelmArtifactArtifactField,
        HelmArtifactVersionField,
    )
    help = "A third-party Helm chart, downloaded from a registry or a chart repository."


class HelmDeploymentChartField(StringField, AsyncFieldMixin):
    alias = "chart"
    required = True
    help = "Address of the `helm_chart` or `helm_artifact` to deploy."

    def to_address_input(self) -> AddressInput:
        return AddressInput.parse(
            self.value,
            relative_to=self.address.spec_path,
            description_of_origin=f"`{self.alias}` of {self.address}",
        )


class HelmDeploymentReleaseNameField(StringField):
    alias = "release_name"
    help = "Name of the Helm release. Unset means a name made from the target's address."


class HelmDeploymentNamespaceField(StringField):
    alias = "namespace"
    help = "Kubernetes namespace to deploy into. Unset means the one of the current context."


class HelmDeploymentDependenciesField(Dependencies):
    pass


class HelmDeploymentSkipCrdsField(BoolField):
    alias = "skip_crds"
    default = False
    help = "If true, the chart's custom resource definitions are not installed."


class HelmDeploymentSourcesField(MultipleSourcesField):
    default = ("*.yaml", "*.yml")
    expected_file_extensions = _YAML_EXTENSIONS
    default_glob_match_error_behavior = GlobMatchErrorBehavior.ignore
    help = (
        "Values files, as names or globs relative to the BUILD file's folder. Helm gets them in "
        "the order given; files that one glob matches are sorted, plainer and outer ones first, so "
        "that the later and more specific win."
    )


class HelmDeploymentValuesField(DictStringToStringField, AsyncFieldMixin):
    alias = "values"
    required = False
    help = (
        "Single values, as on `helm --set`: a key is a dotted path into the chart's values. They "
        "win over the values files."
    )


class HelmDeploymentNoHooksField(BoolField):
    alias = "no_hooks"
    default = False
    help = "If true, Helm runs none of the chart's lifecycle hooks."


class HelmDeploymentTimeoutField(IntField):
    alias = "timeout"
    required = False
    valid_numbers = ValidNumbers.positive_only
    help = "Seconds that Helm waits for a single Kubernetes operation."


class HelmDeploymentPostRenderersField(SpecialCasedDependencies):
    alias = "post_renderers"
    help = (
        "Addresses of runnable targets that rewrite the rendered manifests, in order, before they "
        "are deployed."
    )


class HelmDeploymentEnableDNSField(BoolField):
    alias = "enable_dns"
    default = False
    help = "If true, templates may look up host names while they are rendered."


class HelmDeploymentTarget(Target):
    alias = "helm_deployment"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        HelmDeploymentChartField,
        HelmDeploymentReleaseNameField,
        HelmDeploymentDependenciesField,
        HelmDeploymentSourcesField,
        HelmDeploymentNamespaceField,
        HelmDeploymentSkipCrdsField,
        HelmDeploymentValuesField,
        HelmDeploymentNoHooksField,
        HelmDeploymentTimeoutField,
        HelmDeploymentPostRenderersField,
        HelmDeploymentEnableDNSField,
    )
    help = "One release of a Helm chart with its values, deployed by `experimental-deploy`."
