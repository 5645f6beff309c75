"""Targets for JSX files."""

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

JSX_FILE_EXTENSIONS = (".jsx", ".cjsx", ".mjsx")


class JSXDependenciesField(JSRuntimeDependenciesField):
    pass


class JSXSourceField(JSRuntimeSourceField):
    expected_file_extensions = JSX_FILE_EXTENSIONS


class JSXGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = JSX_FILE_EXTENSIONS


class JSXSourceTarget(Target):
    alias = "jsx_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSXDependenciesField,
        JSXSourceField,
    )
    help = "One JSX file without tests."


class JSXSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `jsx_source` targets, keyed by file name or glob, for "
        'instance `{"Legacy.jsx": {"tags": ["old"]}}`.'
    )


class JSXSourcesGeneratorSourcesField(JSXGeneratorSourcesField):
    default = ("*.jsx", "*.cjsx", "*.mjsx")
    help = (
        "JSX files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `jsx_source`."
    )


class JSXSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "jsx_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSXSourcesGeneratorSourcesField,
        JSXSourcesOverridesField,
    )
    generated_target_cls = JSXSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (JSXDependenciesField,)
    help = "Declares one `jsx_source` for every JSX file its `sources` match."


class JSXTestDependenciesField(JSXDependenciesField):
    pass


class JSXTestSourceField(JSXSourceField, JSTestRuntimeSourceField):
    expected_file_extensions = JSX_FILE_EXTENSIONS


class JSXTestTimeoutField(TestTimeoutField):
    pass


class JSXTestExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class JSXTestBatchCompatibilityTagField(TestsBatchCompatibilityTagField):
    help = (
        "Test files with the same tag may run in one process, which saves start-up time. Set it "
        "only for tests that do not disturb each other; they also need equal values in their other "
        "fields."
    )


class JSXTestTarget(Target):
    alias = "jsx_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSXTestDependenciesField,
        JSXTestSourceField,
        JSXTestTimeoutField,
        JSXTestExtraEnvVarsField,
        JSXTestBatchCompatibilityTagField,
    )
    help = "One JSX test file."


class JSXTestsOverridesField(OverridesField):
    help = (
        "Field values for single generated `jsx_test` targets, keyed by file name or glob, for "
        'instance `{"slow.test.jsx": {"timeout": 120}}`.'
    )


class JSXTestsGeneratorSourcesField(JSXGeneratorSourcesField):
    default = ("*.test.jsx", "*.test.cjsx", "*.test.mjsx")
    help = (
        "JSX test files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `jsx_test`."
    )


class JSXTestsGeneratorTarget(TargetFilesGenerator):
    alias = "jsx_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSXTestsGeneratorSourcesField,
        JSXTestsOverridesField,
    )
    generated_target_cls = JSXTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        JSXTestDependenciesField,
        JSXTestTimeoutField,
        JSXTestExtraEnvVarsField,
        JSXTestBatchCompatibilityTagField,
    )
    help = "Declares one `jsx_test` for every JSX test file its `sources` match."
