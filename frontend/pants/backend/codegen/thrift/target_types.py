"""Targets for Thrift files, whatever language code is generated for."""

from __future__ import annotations

from pants.backend.codegen.thrift.subsystem import ThriftSubsystem
from pants.engine.rules import collect_rules, rule
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
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
async def thrift_generator_settings(
    _: GeneratorSettingsRequest, thrift: ThriftSubsystem
) -> TargetFilesGeneratorSettings:
    """Without inferred imports, files of one generator must see each other."""
    return TargetFilesGeneratorSettings(
        add_dependencies_on_all_siblings=not thrift.dependency_inference
    )


class ThriftDependenciesField(Dependencies):
    pass


class ThriftSourceField(SingleSourceField):
    expected_file_extensions = (".thrift",)


class ThriftSourceTarget(Target):
    alias = "thrift_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ThriftDependenciesField,
        ThriftSourceField,
    )
    help = "One Thrift file."


class ThriftSourcesGeneratingSourcesField(MultipleSourcesField):
    default = ("*.thrift",)
    expected_file_extensions = (".thrift",)
    help = (
        "Thrift files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out. Each file becomes a `thrift_source`."
    )


class ThriftSourcesOverridesField(OverridesField):
    help = (
        "Field values for single generated `thrift_source` targets, keyed by file name or glob, "
        'for instance `{"legacy.thrift": {"tags": ["old"]}}`.'
    )


class ThriftSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "thrift_sources"
    settings_request_cls = GeneratorSettingsRequest
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ThriftSourcesGeneratingSourcesField,
        ThriftSourcesOverridesField,
    )
    generated_target_cls = ThriftSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (ThriftDependenciesField,)
    help = "Declares one `thrift_source` for every Thrift file its `sources` match."


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *collect_rules(),
        UnionRule(TargetFilesGeneratorSettingsRequest, GeneratorSettingsRequest),
    )
