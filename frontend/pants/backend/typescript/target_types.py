"""Targets for TypeScript files."""

from __future__ import annotations

from pants.backend.javascript.target_types import (
    JSRuntimeDependenciesField,
    JSRuntimeSourceField,
    JSTestRuntimeSourceField,
)
from pants.core.goals.test import (
    TestExtraEnvVarsField,
    TestsBatchCompatibilityTagField,
    TestTimeoutField,
)
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    MultipleSourcesField,
    OverridesField,
    Target,
    TargetFilesGenerator,
)

TS_FILE_EXTENSIONS = (".ts", ".d.ts")
TS_TEST_FILE_EXTENSIONS = ("*.test.ts", "*.test.d.ts")


class TypeScriptDependenciesField(JSRuntimeDependenciesField):
    pass


class TypeScriptSourceField(JSRuntimeSourceField):
    expected_file_extensions = TS_FILE_EXTENSIONS


class TypeScriptGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = TS_FILE_EXTENSIONS


class TypeScriptSourceTarget(Target):
    alias = "typescript_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TypeScriptDependenciesField,
        TypeScriptSourceField,
    )
    help = "One TypeScript file without tests."


class TypeScriptSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `typescript_source` targets, keyed by file name or "
        'glob, for instance `{"legacy.ts": {"tags": ["old"]}}`.'
    )


class TypeScriptSourcesGeneratorSourcesField(TypeScriptGeneratorSourcesField):
    default = ("*.ts", "*.d.ts", "!*.test.ts", "!*.test.d.ts")
    help = (
        "TypeScript files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `typescript_source`."
    )


class TypeScriptSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "typescript_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TypeScriptDependenciesField,
        TypeScriptSourcesGeneratorSourcesField,
        TypeScriptSourcesOverridesField,
    )
    generated_target_cls = TypeScriptSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (TypeScriptDependenciesField,)
    help = "Declares one `typescript_source` for every TypeScript file its `sources` match."


class TypeScriptTestDependenciesField(TypeScriptDependenciesField):
    pass


class TypeScriptTestSourceField(TypeScriptSourceField, JSTestRuntimeSourceField):
    expected_file_extensions = TS_FILE_EXTENSIONS


class TypeScriptTestTimeoutField(TestTimeoutField):
    pass


class TypeScriptTestExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class TypeScriptTestBatchCompatibilityTagField(TestsBatchCompatibilityTagField):
    help = (
        "Test files with the same tag may run in one process, which saves start-up time. Set it "
        "only for tests that do not disturb each other; they also need equal values in their other "
        "fields."
    )


class TypeScriptTestTarget(Target):
    alias = "typescript_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TypeScriptTestDependenciesField,
        TypeScriptTestSourceField,
        TypeScriptTestTimeoutField,
        TypeScriptTestExtraEnvVarsField,
        TypeScriptTestBatchCompatibilityTagField,
    )
    help = "One TypeScript test file."


class TypeScriptTestsOverridesField(OverridesField):
    help = (
        "Field values for single generated `typescript_test` targets, keyed by file name or glob, "
        'for instance `{"slow.test.ts": {"timeout": 120}}`.'
    )


class TypeScriptTestsGeneratorSourcesField(TypeScriptGeneratorSourcesField):
    default = TS_TEST_FILE_EXTENSIONS
    help = (
        "TypeScript test files, as names or globs relative to the BUILD file's folder; a leading "
        "`!` leaves files out. Each file becomes a `typescript_test`."
    )


class TypeScriptTestsGeneratorTarget(TargetFilesGenerator):
    alias = "typescript_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TypeScriptTestsGeneratorSourcesField,
        TypeScriptTestsOverridesField,
    )
    generated_target_cls = TypeScriptTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        TypeScriptTestDependenciesField,
        TypeScriptTestTimeoutField,
        TypeScriptTestExtraEnvVarsField,
        TypeScriptTestBatchCompatibilityTagField,
    )
    help = "Declares one `typescript_test` for every TypeScript test file its `sources` match."
