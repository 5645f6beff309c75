"""Targets for Java files."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    MultipleSourcesField,
    SingleSourceField,
    Target,
    TargetFilesGenerator,
)
from pants.jvm.target_types import (
    JunitTestExtraEnvVarsField,
    JunitTestSourceField,
    JunitTestTimeoutField,
    JvmDependenciesField,
    JvmJdkField,
    JvmMainClassNameField,
    JvmProvidesTypesField,
    JvmResolveField,
)


class JavaSourceField(SingleSourceField):
    expected_file_extensions = (".java",)


class JavaGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = (".java",)


class JavaJunitTestSourceField(JavaSourceField, JunitTestSourceField):
    pass


class JunitTestTarget(Target):
    alias = "junit_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JavaJunitTestSourceField,
        JunitTestTimeoutField,
        JunitTestExtraEnvVarsField,
        JvmDependenciesField,
        JvmResolveField,
        JvmProvidesTypesField,
        JvmJdkField,
    )
    help = "One Java file with JUnit tests."


class JavaTestsGeneratorSourcesField(JavaGeneratorSourcesField):
    default = ("*Test.java",)
    help = (
        "Java test files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `junit_test`."
    )


class JunitTestsGeneratorTarget(TargetFilesGenerator):
    alias = "junit_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JavaTestsGeneratorSourcesField,
    )
    generated_target_cls = JunitTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        JunitTestTimeoutField,
        JunitTestExtraEnvVarsField,
        JvmDependenciesField,
        JvmJdkField,
        JvmProvidesTypesField,
        JvmResolveField,
    )
    help = "Declares one `junit_test` for every Java file its `sources` match."


class JavaSourceTarget(Target):
    alias = "java_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JvmDependenciesField,
        JavaSourceField,
        JvmResolveField,
        JvmMainClassNameField,
        JvmProvidesTypesField,
        JvmJdkField,
    )
    help = "One Java file without tests."


class JavaSourcesGeneratorSourcesField(JavaGeneratorSourcesField):
    default = ("*.java", "!*Test.java")
    help = (
        "Java files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `java_source`."
    )


class JavaSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "java_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JavaSourcesGeneratorSourcesField,
    )
    generated_target_cls = JavaSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        JvmDependenciesField,
        JvmResolveField,
        JvmJdkField,
        JvmMainClassNameField,
        JvmProvidesTypesField,
    )
    help = "Declares one `java_source` for every Java file its `sources` match."
