"""Targets for Protobuf files, whatever language code is generated for."""

from __future__ import annotations

from pants.backend.codegen.protobuf.protoc import Protoc
from pants.engine.rules import collect_rules, rule
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    Dependencies,
    MultipleSourcesField,
    OverridesField,
    SingleSourceField,
    Target,
    TargetFilesGenerator,
    TargetFilesGeneratorSettings,
    TargetFilesGeneratorSettingsRequest,
)
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class GeneratorSettingsRequest(TargetFilesGeneratorSettingsRequest):
    pass


@rule
async def protobuf_generator_settings(
    _: GeneratorSettingsRequest, protoc: Protoc
) -> TargetFilesGeneratorSettings:
    """Without inferred imports, files of one generator must see each other."""
    return TargetFilesGeneratorSettings(
        add_dependencies_on_all_siblings=not protoc.dependency_inference
    )


class ProtobufDependenciesField(Dependencies):
    pass


class ProtobufGrpcToggleField(BoolField):
    alias = "grpc"
    default = False
    help = "If true, code for gRPC services is generated too."


class ProtobufSourceField(SingleSourceField):
    expected_file_extensions = (".proto",)


class ProtobufSourceTarget(Target):
    alias = "protobuf_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ProtobufDependenciesField,
        ProtobufSourceField,
        ProtobufGrpcToggleField,
    )
    help = "One Protobuf file."


class ProtobufSourcesGeneratingSourcesField(MultipleSourcesField):
    default = ("*.proto",)
    expected_file_extensions = (".proto",)
    help = (
        "Protobuf files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `protobuf_source`."
    )


class ProtobufSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `protobuf_source` targets, keyed by file name or glob, "
        'for instance `{"service.proto": {"grpc": True}}`.'
    )


class ProtobufSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "protobuf_sources"
    settings_request_cls = GeneratorSettingsRequest
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ProtobufSourcesGeneratingSourcesField,
        ProtobufSourcesOverridesField,
    )
    generated_target_cls = ProtobufSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        ProtobufGrpcToggleField,
        ProtobufDependenciesField,
    )
    help = "Declares one `protobuf_source` for every Protobuf file its `sources` match."


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *collect_rules(),
        UnionRule(TargetFilesGeneratorSettingsRequest, GeneratorSettingsRequest),
    )
