"""Targets for TSX files."""

from __future__ import annotations

from pants.backend.typescript.target_types import (
    TypeScriptDependenciesField,
    TypeScriptSourceField,
    TypeScriptTestSourceField,
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

TSX_FILE_EXTENSIONS = (".tsx", ".d.tsx")


class TSXDependenciesField(TypeScriptDependenciesField):
    pass


class TSXSourceField(TypeScriptSourceField):
    expected_file_extensions = TSX_FILE_EXTENSIONS


class TSXGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = TSX_FILE_EXTENSIONS


class TSXSourceTarget(Target):
    alias = "tsx_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TSXDependenciesField,
        TSXSourceField,
    )
    help = "One TSX file without tests."


class TSXSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `tsx_source` targets, keyed by file name or glob, for "
        'instance `{"Legacy.tsx": {"tags": ["old"]}}`.'
    )


class TSXSourcesGeneratorSourcesField(TSXGeneratorSourcesField):
    default = ("*.tsx", "*.d.tsx")
    help = (
        "TSX files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `tsx_source`."
    )


class TSXSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "tsx_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TSXSourcesGeneratorSourcesField,
        TSXSourcesOverridesField,
    )
    generated_target_cls = TSXSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (TSXDependenciesField,)
    help = "Declares one `tsx_source` for every TSX file its `sources` match."


class TSXTestDependenciesField(TSXDependenciesField):
    pass


class TSXTestSourceField(TSXSourceField, TypeScriptTestSourceField):
    expected_file_extensions = TSX_FILE_EXTENSIONS


class TSXTestTimeoutField(TestTimeoutField):
    pass


class TSXTestExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class TSXTestBatchCompatibilityTagField(TestsBatchCompatibilityTagField):
    help = (
        "Test files with the same tag may run in one process, which saves start-up time. Set it "
        "only for tests that do not disturb each other; they also need equal values in their other "
        "fields."
    )


class TSXTestTarget(Target):
    alias = "tsx_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TSXTestDependenciesField,
        TSXTestSourceField,
        TSXTestTimeoutField,
        TSXTestExtraEnvVarsField,
        TSXTestBatchCompatibilityTagField,
    )
    help = "One TSX test file."


class TSXTestsOverridesField(OverridesField):
    help = (
        "Field values for single generated `tsx_test` targets, keyed by file name or glob, for "
        'instance `{"slow.test.tsx": {"timeout": 120}}`.'
    )


class TSXTestsGeneratorSourcesField(TSXGeneratorSourcesField):
    default = ("*.test.tsx", "*.test.d.tsx")
    help = (
        "TSX test files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `tsx_test`."
    )


class TSXTestsGeneratorTarget(TargetFilesGenerator):
    alias = "tsx_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TSXTestsGeneratorSourcesField,
        TSXTestsOverridesField,
    )
    generated_target_cls = TSXTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        TSXTestDependenciesField,
        TSXTestTimeoutField,
        TSXTestExtraEnvVarsField,
        TSXTestBatchCompatibilityTagField,
    )
    help = "Declares one `tsx_test` for every TSX test file its `sources` match."
