"""Targets for JavaScript files, and what JSX and TypeScript share with them."""

from __future__ import annotations

from pants.core.goals.test import (
    TestExtraEnvVarsField,
    TestsBatchCompatibilityTagField,
    TestTimeoutField,
)
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    OverridesField,
    SingleSourceField,
    Target,
    TargetFilesGenerator,
)

JS_FILE_EXTENSIONS = (".js", ".cjs", ".mjs")
JS_TEST_FILE_EXTENSIONS = ("*.test.js", "*.test.cjs", "*.test.mjs")


class JSRuntimeDependenciesField(Dependencies):
    pass


class JSDependenciesField(JSRuntimeDependenciesField):
    pass


class JSRuntimeSourceField(SingleSourceField):
    pass


class JSTestRuntimeSourceField(SingleSourceField):
    pass


class JSSourceField(JSRuntimeSourceField):
    expected_file_extensions = JS_FILE_EXTENSIONS


class JSGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = JS_FILE_EXTENSIONS


class JSSourceTarget(Target):
    alias = "javascript_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSDependenciesField,
        JSSourceField,
    )
    help = "One JavaScript file without tests."


class JSSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `javascript_source` targets, keyed by file name or "
        'glob, for instance `{"legacy.js": {"tags": ["old"]}}`.'
    )


class JSSourcesGeneratorSourcesField(JSGeneratorSourcesField):
    default = ("*.js", "*.cjs", "*.mjs", "!*.test.js", "!*.test.cjs", "!*.test.mjs")
    help = (
        "JavaScript files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `javascript_source`."
    )


class JSSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "javascript_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSSourcesGeneratorSourcesField,
        JSSourcesOverridesField,
    )
    generated_target_cls = JSSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (JSDependenciesField,)
    help = "Declares one `javascript_source` for every JavaScript file its `sources` match."


class JSTestDependenciesField(JSDependenciesField):
    pass


class JSTestSourceField(JSSourceField, JSTestRuntimeSourceField):
    expected_file_extensions = JS_FILE_EXTENSIONS


class JSTestTimeoutField(TestTimeoutField):
    pass


class JSTestExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class JSTestBatchCompatibilityTagField(TestsBatchCompatibilityTagField):
    help = (
        "Test files with the same tag may run in one process, which saves start-up time. Set it "
        "only for tests that do not disturb each other; they also need equal values in their other "
        "fields."
    )


class JSTestTarget(Target):
    alias = "javascript_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSTestDependenciesField,
        JSTestSourceField,
        JSTestTimeoutField,
        JSTestExtraEnvVarsField,
        JSTestBatchCompatibilityTagField,
    )
    help = "One JavaScript test file."


class JSTestsOverridesField(OverridesField):
    help = (
        "Field values for single generated `javascript_test` targets, keyed by file name or glob, "
        'for instance `{"slow.test.js": {"timeout": 120}}`.'
    )


class JSTestsGeneratorSourcesField(JSGeneratorSourcesField):
    default = JS_TEST_FILE_EXTENSIONS
    help = (
        "JavaScript test files, as names or globs relative to the BUILD file's folder; a leading "
        "`!` leaves files out. Each file becomes a `javascript_test`."
    )


class JSTestsGeneratorTarget(TargetFilesGenerator):
    alias = "javascript_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JSTestsGeneratorSourcesField,
        JSTestsOverridesField,
    )
    generated_target_cls = JSTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        JSTestDependenciesField,
        JSTestTimeoutField,
        JSTestExtraEnvVarsField,
        JSTestBatchCompatibilityTagField,
    )
    help = "Declares one `javascript_test` for every JavaScript test file its `sources` match."
