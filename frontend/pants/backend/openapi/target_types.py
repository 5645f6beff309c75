"""Targets for OpenAPI descriptions."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    OptionalSingleSourceField,
    SingleSourceField,
    StringField,
    Target,
    TargetFilesGenerator,
)

OPENAPI_FILE_EXTENSIONS = (".json", ".yaml", ".yml")


class OpenApiField(SingleSourceField):
    expected_file_extensions = OPENAPI_FILE_EXTENSIONS


class OpenApiGeneratorField(MultipleSourcesField):
    expected_file_extensions = OPENAPI_FILE_EXTENSIONS


class OpenApiDocumentField(OpenApiField):
    pass


class OpenApiDocumentDependenciesField(Dependencies):
    pass


class OpenApiDocumentTarget(Target):
    alias = "openapi_document"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OpenApiDocumentDependenciesField,
        OpenApiDocumentField,
    )
    help = "The entry file of an OpenAPI description, from which code can be generated."


class OpenApiDocumentGeneratorField(OpenApiGeneratorField):
    default = ("openapi.json", "openapi.yaml", "openapi.yml")
    help = (
        "Entry files of OpenAPI descriptions, as names or globs relative to the BUILD file's "
        "folder; a leading `!` leaves files out. Each file becomes an `openapi_document`."
    )


class OpenApiDocumentGeneratorTarget(TargetFilesGenerator):
    alias = "openapi_documents"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OpenApiDocumentGeneratorField,
    )
    generated_target_cls = OpenApiDocumentTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (OpenApiDocumentDependenciesField,)
    help = "Declares one `openapi_document` for every file its `sources` match."


class OpenApiSourceField(OpenApiField):
    pass


class OpenApiSourceDependenciesField(Dependencies):
    pass


class OpenApiSourceTarget(Target):
    alias = "openapi_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OpenApiSourceDependenciesField,
        OpenApiSourceField,
    )
    help = "One file that OpenAPI documents refer to."


class OpenApiSourceGeneratorField(OpenApiGeneratorField):
    default = ("*.json", "*.yaml", "*.yml")
    help = (
        "OpenAPI files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes an `openapi_source`."
    )


class OpenApiSourceGeneratorTarget(TargetFilesGenerator):
    alias = "openapi_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OpenApiSourceGeneratorField,
    )
    generated_target_cls = OpenApiSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (OpenApiSourceDependenciesField,)
    help = "Declares one `openapi_source` for every file its `sources` match."


class OpenApiBundleSourceRootField(StringField):
    alias = "bundle_source_root"
    help = (
        "The source root of the bundled file. Unset means that of the `openapi_document` it comes "
        "from."
    )


class OpenApiBundleDependenciesField(Dependencies):
    pass


class OpenApiBundleDummySourceField(OptionalSingleSourceField):
    alias = "_source"


class OpenApiBundleTarget(Target):
    alias = "openapi_bundle"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OpenApiBundleDummySourceField,
        OpenApiBundleDependenciesField,
        OpenApiBundleSourceRootField,
    )
    help = "An OpenAPI document and everything it refers to, bundled into one file as a resource."
