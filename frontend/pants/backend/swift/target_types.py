"""Targets for Swift files."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    SingleSourceField,
    Target,
    TargetFilesGenerator,
)

SWIFT_FILE_EXTENSIONS = (".swift",)


class SwiftDependenciesField(Dependencies):
    pass


class SwiftSourceField(SingleSourceField):
    expected_file_extensions = SWIFT_FILE_EXTENSIONS


class SwiftGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = SWIFT_FILE_EXTENSIONS


class SwiftSourceTarget(Target):
    alias = "swift_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        SwiftDependenciesField,
        SwiftSourceField,
    )
    help = "One Swift file."


class SwiftSourcesGeneratorSourcesField(SwiftGeneratorSourcesField):
    default = ("*.swift",)
    help = (
        "Swift files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `swift_source`."
    )


class SwiftSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "swift_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        SwiftSourcesGeneratorSourcesField,
    )
    generated_target_cls = SwiftSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (SwiftDependenciesField,)
    help = "Declares one `swift_source` for every Swift file its `sources` match."
