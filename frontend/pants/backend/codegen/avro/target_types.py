"""Targets for Avro schemas, protocols and IDL."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    OverridesField,
    SingleSourceField,
    Target,
    TargetFilesGenerator,
)

_AVRO_EXTENSIONS = (".avsc", ".avpr", ".avdl")


class AvroDependenciesField(Dependencies):
    pass


class AvroSourceField(SingleSourceField):
    expected_file_extensions = _AVRO_EXTENSIONS


class AvroSourceTarget(Target):
    alias = "avro_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        AvroDependenciesField,
        AvroSourceField,
    )
    help = "One Avro file: a schema (`.avsc`), a protocol (`.avpr`) or IDL (`.avdl`)."


class AvroSourcesGeneratingSourcesField(MultipleSourcesField):
    default = ("*.avsc", "*.avpr", "*.avdl")
    expected_file_extensions = _AVRO_EXTENSIONS
    help = (
        "Avro files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes an `avro_source`."
    )


class AvroSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `avro_source` targets, keyed by file name or glob, for "
        'instance `{"user.avsc": {"jvm_resolve": "spark"}}`.'
    )


class AvroSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "avro_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        AvroSourcesGeneratingSourcesField,
        AvroSourcesOverridesField,
    )
    generated_target_cls = AvroSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (AvroDependenciesField,)
    help = "Declares one `avro_source` for every Avro file its `sources` match."
