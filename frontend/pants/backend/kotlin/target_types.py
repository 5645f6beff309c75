"""Targets for Kotlin files and compiler plugins."""

from __future__ import annotations

from pants.engine.addresses import AddressInput
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    Dependencies,
    MultipleSourcesField,
    SingleSourceField,
    StringField,
    StringSequenceField,
    Target,
    TargetFilesGenerator,
)
from pants.jvm.target_types import (
    JunitTestExtraEnvVarsField,
    JunitTestSourceField,
    JunitTestTimeoutField,
    JvmJdkField,
    JvmMainClassNameField,
    JvmProvidesTypesField,
    JvmResolveField,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


class KotlinSourceField(SingleSourceField):
    expected_file_extensions = (".kt",)


class KotlinGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = (".kt",)


class KotlincConsumedPluginIdsField(StringSequenceField):
    alias = "kotlinc_plugins"
    required = False
    help = (
        "Ids of the `kotlinc_plugin` targets to compile this file with. Unset means those that "
        "`[kotlinc].plugins_for_resolve` names for the target's resolve."
    )


class KotlinDependenciesField(Dependencies):
    pass


class KotlinSourceTarget(Target):
    alias = "kotlin_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        KotlinDependenciesField,
        KotlinSourceField,
        KotlincConsumedPluginIdsField,
        JvmResolveField,
        JvmProvidesTypesField,
        JvmJdkField,
        JvmMainClassNameField,
    )
    help = "One Kotlin file without tests."


class KotlinSourcesGeneratorSourcesField(KotlinGeneratorSourcesField):
    default = ("*.kt",)
    help = (
        "Kotlin files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `kotlin_source`."
    )


class KotlinSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "kotlin_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        KotlinSourcesGeneratorSourcesField,
    )
    generated_target_cls = KotlinSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        KotlinDependenciesField,
        KotlincConsumedPluginIdsField,
        JvmResolveField,
        JvmJdkField,
        JvmProvidesTypesField,
        JvmMainClassNameField,
    )
    help = "Declares one `kotlin_source` for every Kotlin file its `sources` match."


class KotlinJunitTestSourceField(KotlinSourceField, JunitTestSourceField):
    pass


class KotlinJunitTestDependenciesField(KotlinDependenciesField):
    pass


class KotlinJunitTestTarget(Target):
    alias = "kotlin_junit_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        KotlinJunitTestDependenciesField,
        KotlinJunitTestSourceField,
        KotlincConsumedPluginIdsField,
        JunitTestTimeoutField,
        JunitTestExtraEnvVarsField,
        JvmResolveField,
        JvmJdkField,
        JvmProvidesTypesField,
    )
    help = "One Kotlin file with JUnit tests."


class KotlinJunitTestsGeneratorSourcesField(KotlinGeneratorSourcesField):
    default = ("*Test.kt",)
    help = (
        "Kotlin test files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `kotlin_junit_test`."
    )


class KotlinJunitTestsGeneratorTarget(TargetFilesGenerator):
    alias = "kotlin_junit_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        KotlinJunitTestsGeneratorSourcesField,
    )
    generated_target_cls = KotlinJunitTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        KotlinJunitTestDependenciesField,
        KotlincConsumedPluginIdsField,
        JunitTestTimeoutField,
        JunitTestExtraEnvVarsField,
        JvmResolveField,
        JvmJdkField,
        JvmProvidesTypesField,
    )
    help = "Declares one `kotlin_junit_test` for every Kotlin file its `sources` match."


class KotlincPluginArtifactField(StringField, AsyncFieldMixin):
    alias = "artifact"
    required = True
    help = "Address of the `jvm_artifact` that is the plugin."

    def to_address_input(self) -> AddressInput:
        return AddressInput.parse(
            self.value,
            relative_to=self.address.spec_path,
            description_of_origin=f"`{self.alias}` of {self.address}",
        )


class KotlincPluginIdField(StringField):
    alias = "plugin_id"
    help = (
        "The plugin's id, as `kotlinc` knows it in `-P plugin:<id>:...`. Unset means the target's "
        "name."
    )


class KotlincPluginArgsField(StringSequenceField):
    alias = "plugin_args"
    help = "Options passed to the plugin, each as `name=value`."


class KotlincPluginTarget(Target):
    alias = "kotlinc_plugin"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        KotlincPluginArtifactField,
        KotlincPluginIdField,
        KotlincPluginArgsField,
    )
    help = "A plugin for the Kotlin compiler."
