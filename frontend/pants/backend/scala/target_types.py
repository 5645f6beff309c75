"""Targets for Scala files, compiler plugins and cross-published artifacts."""

from __future__ import annotations

from pants.backend.scala.subsystems.scala_infer import ScalaInferSubsystem
from pants.backend.scala.util_rules.versions import ScalaCrossVersionMode
from pants.core.goals.test import TestExtraEnvVarsField, TestTimeoutField
from pants.engine.addresses import AddressInput
from pants.engine.rules import collect_rules, rule
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    Dependencies,
    MultipleSourcesField,
    OverridesField,
    SingleSourceField,
    StringField,
    StringSequenceField,
    Target,
    TargetFilesGenerator,
    TargetFilesGeneratorSettings,
    TargetFilesGeneratorSettingsRequest,
    TargetGenerator,
)
from pants.engine.unions import UnionRule
from pants.jvm.target_types import (
    JunitTestExtraEnvVarsField,
    JunitTestSourceField,
    JunitTestTimeoutField,
    JvmArtifactExclusion,
    JvmArtifactExclusionsField,
    JvmArtifactGroupField,
    JvmArtifactJarSourceField,
    JvmArtifactPackagesField,
    JvmArtifactResolveField,
    JvmArtifactUrlField,
    JvmArtifactVersionField,
    JvmJdkField,
    JvmMainClassNameField,
    JvmProvidesTypesField,
    JvmResolveField,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.addresses import Address
    from pants.engine.rules import Rule


class ScalaSettingsRequest(TargetFilesGeneratorSettingsRequest):
    pass


@rule
async def scala_generator_settings(
    _: ScalaSettingsRequest, scala_infer: ScalaInferSubsystem
) -> TargetFilesGeneratorSettings:
    """Without inferred imports, files of one generator must see each other to compile."""
    return TargetFilesGeneratorSettings(
        add_dependencies_on_all_siblings=scala_infer.force_add_siblings_as_dependencies
        or not scala_infer.imports
    )


class ScalaArtifactExclusion(JvmArtifactExclusion):
    """`scala_exclude(...)`: a transitive dependency, published per Scala version, to leave out."""

    alias = "scala_exclude"
    help = (
        "Leaves a Scala artifact, or with `group` alone a whole group, out of an artifact's "
        "transitive dependencies. The Scala version is added to the artifact's name."
    )

    crossversion: str

    def __init__(
        self,
        group: str,
        artifact: str | None = None,
        crossversion: str = ScalaCrossVersionMode.BINARY.value,
    ) -> None:
        self._fill(group=group, artifact=artifact, crossversion=crossversion)

    def validate(self, address: Address) -> set[str]:
        errors = super().validate(address)
        modes = [mode.value for mode in ScalaCrossVersionMode]
        if self.crossversion not in modes:
            errors.add(f"`crossversion` is {self.crossversion!r}, but must be one of {modes}.")
        return errors


class ScalaSourceField(SingleSourceField):
    expected_file_extensions = (".scala",)


class ScalaGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = (".scala",)


class ScalaDependenciesField(Dependencies):
    pass


class ScalaConsumedPluginNamesField(StringSequenceField):
    alias = "scalac_plugins"
    required = False
    help = (
        "Names of the `scalac_plugin` targets to compile this file with. Unset means those that "
        "`[scalac].plugins_for_resolve` names for the target's resolve."
    )


class ScalatestTestSourceField(ScalaSourceField):
    pass


class ScalatestTestTimeoutField(TestTimeoutField):
    pass


class ScalatestTestExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class ScalatestTestTarget(Target):
    alias = "scalatest_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ScalaDependenciesField,
        ScalatestTestSourceField,
        ScalaConsumedPluginNamesField,
        ScalatestTestTimeoutField,
        ScalatestTestExtraEnvVarsField,
        JvmResolveField,
        JvmProvidesTypesField,
        JvmJdkField,
    )
    help = "One Scala file with ScalaTest tests."


class ScalatestTestsGeneratorSourcesField(ScalaGeneratorSourcesField):
    default = ("*Spec.scala", "*Suite.scala")
    help = (
        "ScalaTest files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `scalatest_test`."
    )


class ScalatestTestsSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `scalatest_test` targets, keyed by file name or glob, "
        'for instance `{"SlowSpec.scala": {"timeout": 120}}`.'
    )


class ScalatestTestsGeneratorTarget(TargetFilesGenerator):
    alias = "scalatest_tests"
    settings_request_cls = ScalaSettingsRequest
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ScalatestTestsGeneratorSourcesField,
        ScalatestTestsSourcesOverridesField,
    )
    generated_target_cls = ScalatestTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        ScalaDependenciesField,
        ScalaConsumedPluginNamesField,
        ScalatestTestTimeoutField,
        ScalatestTestExtraEnvVarsField,
        JvmJdkField,
        JvmProvidesTypesField,
        JvmResolveField,
    )
    help = "Declares one `scalatest_test` for every Scala file its `sources` match."


class ScalaJunitTestSourceField(ScalaSourceField, JunitTestSourceField):
    pass


class ScalaJunitTestTarget(Target):
    alias = "scala_junit_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ScalaDependenciesField,
        ScalaJunitTestSourceField,
        ScalaConsumedPluginNamesField,
        JunitTestTimeoutField,
        JunitTestExtraEnvVarsField,
        JvmResolveField,
        JvmProvidesTypesField,
        JvmJdkField,
    )
    help = "One Scala file with JUnit tests."


class ScalaJunitTestsGeneratorSourcesField(ScalaGeneratorSourcesField):
    default = ("*Test.scala",)
    help = (
        "Scala files with JUnit tests, as names or globs relative to the BUILD file's folder; a "
        "leading `!` leaves files out. Each file becomes a `scala_junit_test`."
    )


class ScalaJunitTestsSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `scala_junit_test` targets, keyed by file name or glob, "
        'for instance `{"SlowTest.scala": {"timeout": 120}}`.'
    )


class ScalaJunitTestsGeneratorTarget(TargetFilesGenerator):
    alias = "scala_junit_tests"
    settings_request_cls = ScalaSettingsRequest
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ScalaJunitTestsGeneratorSourcesField,
        ScalaJunitTestsSourcesOverridesField,
        JunitTestTimeoutField,
    )
    generated_target_cls = ScalaJunitTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        ScalaDependenciesField,
        ScalaConsumedPluginNamesField,
        JunitTestTimeoutField,
        JunitTestExtraEnvVarsField,
        JvmJdkField,
        JvmProvidesTypesField,
        JvmResolveField,
    )
    help = "Declares one `scala_junit_test` for every Scala file its `sources` match."


class ScalaSourceTarget(Target):
    alias = "scala_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ScalaDependenciesField,
        ScalaSourceField,
        ScalaConsumedPluginNamesField,
        JvmResolveField,
        JvmProvidesTypesField,
        JvmJdkField,
        JvmMainClassNameField,
    )
    help = "One Scala file without tests."


class ScalaSourcesGeneratorSourcesField(ScalaGeneratorSourcesField):
    default = ("*.scala", "!*Test.scala", "!*Spec.scala", "!*Suite.scala")
    help = (
        "Scala files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `scala_source`."
    )


class ScalaSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `scala_source` targets, keyed by file name or glob, for "
        'instance `{"Legacy.scala": {"scalac_plugins": []}}`.'
    )


class ScalaSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "scala_sources"
    settings_request_cls = ScalaSettingsRequest
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ScalaSourcesGeneratorSourcesField,
        ScalaSourcesOverridesField,
    )
    generated_target_cls = ScalaSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        ScalaDependenciesField,
        ScalaConsumedPluginNamesField,
        JvmResolveField,
        JvmJdkField,
        JvmMainClassNameField,
        JvmProvidesTypesField,
    )
    help = "Declares one `scala_source` for every Scala file its `sources` match."


class ScalacPluginArtifactField(StringField, AsyncFieldMixin):
    alias = "artifact"
    required = True
    help = "Address of the `jvm_artifact` or `scala_artifact` that is the plugin."

    def to_address_input(self) -> AddressInput:
        return AddressInput.parse(
            self.value,
            relative_to=self.address.spec_path,
            description_of_origin=f"`{self.alias}` of {self.address}",
        )


class ScalacPluginNameField(StringField):
    alias = "plugin_name"
    help = (
        "The plugin's name, as `scalac` knows it in `-Xplugin-require:<name>`. Unset means the "
        "target's name."
    )


class ScalacPluginTarget(Target):
    alias = "scalac_plugin"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ScalacPluginArtifactField,
        ScalacPluginNameField,
    )
    help = "A plugin for the Scala compiler."


class ScalaArtifactArtifactField(StringField):
    alias = "artifact"
    required = True
    help = (
        "The artifact's name without a Scala version; the suffix is added from the resolve's Scala "
        "version."
    )


class ScalaArtifactCrossversionField(StringField):
    alias = "crossversion"
    default = ScalaCrossVersionMode.BINARY.value
    valid_choices = ScalaCrossVersionMode
    help = (
        "Which Scala version the artifact's name ends in: `binary` for one such as `_2.13`, `full` "
        "for one such as `_2.13.12`."
    )


class ScalaArtifactExclusionsField(JvmArtifactExclusionsField):
    supported_exclusion_types = (JvmArtifactExclusion, ScalaArtifactExclusion)
    help = "Transitive dependencies to leave out, as `jvm_exclude(...)` or `scala_exclude(...)`."


class ScalaArtifactTarget(TargetGenerator):
    alias = "scala_artifact"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JvmArtifactGroupField,
        ScalaArtifactArtifactField,
        JvmArtifactVersionField,
        JvmArtifactPackagesField,
        ScalaArtifactCrossversionField,
        ScalaArtifactExclusionsField,
        JvmArtifactUrlField,
        JvmArtifactJarSourceField,
        JvmMainClassNameField,
    )
    copied_fields = (
        *COMMON_TARGET_FIELDS,
        JvmArtifactGroupField,
        JvmArtifactVersionField,
        JvmArtifactPackagesField,
        JvmArtifactUrlField,
        JvmArtifactJarSourceField,
        JvmMainClassNameField,
    )
    moved_fields = (
        JvmArtifactResolveField,
        JvmJdkField,
    )
    help = (
        "A third-party artifact published once for each Scala version. It generates a "
        "`jvm_artifact` for the Scala version of each resolve."
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *collect_rules(),
        UnionRule(TargetFilesGeneratorSettingsRequest, ScalaSettingsRequest),
    )
