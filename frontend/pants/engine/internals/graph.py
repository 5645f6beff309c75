"""Rules about targets: finding them, their files, owners and dependencies.

What runs for each target or file has its body in the engine (`native=`); what plugins take part in
(generation of sources, inference, defaults) is Python.
"""

from __future__ import annotations

from pants.engine.addresses import Address, Addresses, UnparsedAddressInputs
from pants.engine.collection import Collection
from pants.engine.environment import ChosenLocalEnvironmentName, EnvironmentName
from pants.engine.fs import EMPTY_SNAPSHOT
from pants.engine.internals.coarsened_targets import CoarsenedTargets, CoarsenedTargetsRequest
from pants.engine.internals.dependency_rules import infer_dependencies as infer_dependencies
from pants.engine.internals.explicit_dependencies import (
    ExplicitlyProvidedDependencies,
    ExplicitlyProvidedDependenciesRequest,
)
from pants.engine.internals.generation_rules import generate_sources
from pants.engine.internals.graph_requests import (
    DependenciesRequest,
    FieldDefaultFactoryRequest,
    FieldDefaultFactoryResult,
    FieldDefaults,
    FieldSetsPerTarget,
    FieldSetsPerTargetRequest,
    TransitivelyExcludeDependencies,
    TransitivelyExcludeDependenciesRequest,
    TransitiveTargets,
    TransitiveTargetsRequest,
    ValidatedDependencies,
    ValidateDependenciesRequest,
)
from pants.engine.internals.native_engine import FrozenDict, FrozenOrderedSet
from pants.engine.internals.parametrize import (
    _TargetParametrizations,
    _TargetParametrizationsRequest,
)
from pants.engine.internals.sources_requests import (
    GenerateSourcesRequest,
    HydratedSources,
    HydrateSourcesRequest,
    SourcesPaths,
    SourcesPathsRequest,
)
from pants.engine.internals.target_generation import (
    GeneratedTargets,
    GenerateTargetsRequest,
    TargetFilesGenerator,
    TargetFilesGeneratorSettings,
    TargetFilesGeneratorSettingsRequest,
    TargetTypesToGenerateTargetsRequests,
)
from pants.engine.intrinsics import digest_to_snapshot, path_globs_to_digest, path_globs_to_paths
from pants.engine.rules import collect_rules, concurrently, implicitly, rule
from pants.engine.target import (
    AllTargets,
    AllUnexpandedTargets,
    FieldSet,
    FilteredTargets,
    RegisteredTargetTypes,
    SourcesField,
    Target,
    Targets,
    UnexpandedTargets,
    WrappedTarget,
    WrappedTargetForBootstrap,
    WrappedTargetRequest,
)
from pants.engine.unions import UnionMembership
from pants.option.bootstrap_options import UnmatchedBuildFileGlobs
from pants.option.global_options import GlobalOptions
from pants.util.record import Hidden, Record
from pants.util.strutil import bullet_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
    from pants.engine.internals.native_engine import SourceBlocks, TextBlock


# -- requests that only this module has -----------------------------------------------------------


class SubprojectRoots(Collection[str]):
    """Folders that are repositories of their own inside this one."""


class ResolveAllTargetGeneratorRequests(Record):
    """Asks for the requests that would generate the targets of all given generators."""

    description_of_origin: str = Hidden()
    of_type: type[Target] | None = None


class ResolveTargetGeneratorRequests(Record):
    """Asks for the requests that would generate the targets of one generator."""

    address: Address
    description_of_origin: str = Hidden()


class ResolvedTargetGeneratorRequests(Record):
    """Requests that would generate targets."""

    requests: tuple[GenerateTargetsRequest, ...] = ()


class OwnersRequest(Record):
    """Asks for the targets that own files."""

    sources: tuple[str, ...]
    owners_not_found_behavior: GlobMatchErrorBehavior | None = None
    filter_by_global_options: bool = False
    match_if_owning_build_file_included_in_sources: bool = False


class TextBlocksOwnersRequest(Record):
    """Asks for the targets that own some lines of a file."""

    filename: str
    text_blocks: tuple[TextBlock, ...]


class Owners(FrozenOrderedSet):
    """The addresses of the targets that own something."""


class FilenameTargetSourceBlocksMapping(FrozenDict):
    """Which targets own which lines, by file."""


class FilesWithSourceBlocks(FrozenOrderedSet):
    """The files of which different targets own different lines."""


class TargetOriginSourcesBlocksOptions(Record):
    """Whether targets know the lines that they are declared by."""

    enable: bool


class AddressFamilies(Collection):  # type: ignore[type-arg]
    """What the BUILD files of several folders declare."""


class _RequestAdaptorAndType(Record):
    """Asks for a declaration and its target type."""

    address: Address
    description_of_origin: str = Hidden()


class _AdaptorAndType(Record):
    """A declaration and its target type."""

    adaptor: Any
    target_type: type[Target]


class _DependencyMappingRequest(Record):
    """Asks for the dependencies of all targets that some targets use."""

    tt_request: TransitiveTargetsRequest
    expanded_targets: bool


class _DependencyMapping(Record):
    """The dependencies of targets by address."""

    mapping: FrozenDict[Address, tuple[Address, ...]]
    visited: FrozenOrderedSet[Target]
    roots_as_targets: Collection[Target]


class GenerateFileTargets(GenerateTargetsRequest):
    """Asks for the targets of a generator that makes one for each file."""

    generate_from = TargetFilesGenerator


class CycleException(Exception):
    """Targets depend on each other in a circle where none may."""

    def __init__(self, subject: Address, path: tuple[Address, ...]) -> None:
        lines = [f"{'-> ' if address == subject else '   '}{address}" for address in path]
        super().__init__(
            f"{subject} depends on itself:\n\n"
            + "\n".join(lines)
            + "\n\nIf none of these dependencies can go, take one of them out of inference: list "
            "it with a `!` in front in the `dependencies` of the target that has it."
        )
        self.subject = subject
        self.path = path


class AmbiguousCodegenImplementationsException(Exception):
    """Several backends can generate the wanted files, and nothing says which shall."""

    @classmethod
    def create(
        cls,
        generators: Iterable[type[GenerateSourcesRequest]],
        *,
        for_sources_types: Iterable[type[SourcesField]],
    ) -> AmbiguousCodegenImplementationsException:
        """The error for these generators."""
        found = sorted(generators, key=lambda g: g.__name__)
        inputs = ", ".join(sorted({generator.input.__name__ for generator in found}))
        outputs = sorted({generator.output.__name__ for generator in found})
        if len(outputs) == 1:
            what = outputs[0]
            lines = bullet_list(generator.__name__ for generator in found)
        else:
            what = f"one of {outputs}"
            lines = bullet_list(f"{g.__name__} -> {g.output.__name__}" for g in found)
        return cls(
            f"Several active backends can generate {what} from {inputs}:\n\n{lines}\n\n"
            "Turn off backends until one of these remains."
        )


class TransitiveExcludesNotSupportedError(ValueError):
    """A `!!` in the dependencies of a target that does not take it."""

    def __init__(
        self,
        *,
        bad_value: str,
        address: Address,
        registered_target_types: Iterable[type[Target]],
        union_membership: UnionMembership,
    ) -> None:
        from pants.engine.target import Dependencies

        supported = sorted(
            target_type.alias
            for target_type in registered_target_types
            if target_type.class_has_field(Dependencies, union_membership=union_membership)
            and target_type.class_get_field(
                Dependencies, union_membership=union_membership
            ).supports_transitive_excludes
        )
        super().__init__(
            f"Bad value '{bad_value}' in the `dependencies` field for {address}: a single `!` "
            "leaves out a direct dependency; `!!`, which leaves it out all the way down, is only "
            f"for {', '.join(supported)}"
        )


# -- options --------------------------------------------------------------------------------------


@rule
async def extract_unmatched_build_file_globs(
    global_options: GlobalOptions,
) -> UnmatchedBuildFileGlobs:
    """What happens when the globs of a target match nothing."""
    return UnmatchedBuildFileGlobs(global_options.unmatched_build_file_globs)


@rule
async def extract_subproject_roots(global_options: GlobalOptions) -> SubprojectRoots:
    """Folders that are repositories of their own."""
    return SubprojectRoots(global_options.subproject_roots)


@rule
async def extract_enable_target_origin_sources_blocks(
    global_options: GlobalOptions,
) -> TargetOriginSourcesBlocksOptions:
    """Whether targets know the lines that they are declared by."""
    return TargetOriginSourcesBlocksOptions(
        enable=global_options.enable_target_origin_sources_blocks
    )


# -- targets --------------------------------------------------------------------------------------


@rule
async def target_types_to_generate_targets_requests(
    union_membership: UnionMembership,
) -> TargetTypesToGenerateTargetsRequests:
    """Which request makes the targets of which type of generator."""
    return TargetTypesToGenerateTargetsRequests(
        {
            request_cls.generate_from: request_cls
            for request_cls in union_membership.get(GenerateTargetsRequest)
        }
    )


@rule(native="determine_target_adaptor_and_type")
async def _determine_target_adaptor_and_type(
    request: _RequestAdaptorAndType, registered_target_types: RegisteredTargetTypes
) -> _AdaptorAndType:
    """The declaration at an address, and its type."""


@rule(native="resolve_target_generator_requests")
async def resolve_generator_target_requests(
    req: ResolveTargetGeneratorRequests,
    union_membership: UnionMembership,
    target_types_to_generate_requests: TargetTypesToGenerateTargetsRequests,
    unmatched_build_file_globs: UnmatchedBuildFileGlobs,
) -> ResolvedTargetGeneratorRequests:
    """The requests that would generate the targets of a generator."""


@rule(native="resolve_all_target_generator_requests")
async def resolve_all_generator_target_requests(
    req: ResolveAllTargetGeneratorRequests,
) -> ResolvedTargetGeneratorRequests:
    """The requests that would generate the targets of all generators."""


@rule(native="resolve_target_parametrizations", _masked_types=[EnvironmentName])
async def resolve_target_parametrizations(
    request: _TargetParametrizationsRequest,
    union_membership: UnionMembership,
    env_name: EnvironmentName,
) -> _TargetParametrizations:
    """All targets that one declaration stands for."""


@rule(native="resolve_target", _masked_types=[EnvironmentName])
async def resolve_target(
    request: WrappedTargetRequest,
    target_types_to_generate_requests: TargetTypesToGenerateTargetsRequests,
    local_environment_name: ChosenLocalEnvironmentName,
) -> WrappedTarget:
    """The target at an address."""


@rule(native="resolve_target_for_bootstrapping")
async def resolve_target_for_bootstrapping(
    request: WrappedTargetRequest, union_membership: UnionMembership
) -> WrappedTargetForBootstrap:
    """The target at an address, before its environment is known."""


@rule(native="resolve_unexpanded_targets", _masked_types=[EnvironmentName])
async def resolve_unexpanded_targets(addresses: Addresses) -> UnexpandedTargets:
    """The targets at addresses; generators stand for themselves."""


@rule(native="resolve_targets", _masked_types=[EnvironmentName])
async def resolve_targets(
    targets: UnexpandedTargets,
    target_types_to_generate_requests: TargetTypesToGenerateTargetsRequests,
    local_environment_name: ChosenLocalEnvironmentName,
) -> Targets:
    """The targets, generators replaced by what they generate."""


@rule(
    native="find_all_targets",
    desc="Find all targets in the project",
    _masked_types=[EnvironmentName],
)
async def find_all_targets() -> AllTargets:
    """All targets of the repository, generators replaced by what they generate."""


@rule(
    native="find_all_unexpanded_targets",
    desc="Find all targets in the project",
    _masked_types=[EnvironmentName],
)
async def find_all_unexpanded_targets() -> AllUnexpandedTargets:
    """All targets of the repository, and the generators."""


@rule(native="generate_file_targets")
async def generate_file_targets(
    request: GenerateFileTargets, union_membership: UnionMembership, env_name: EnvironmentName
) -> GeneratedTargets:
    """A target for each file of a generator."""


@rule(polymorphic=True)
async def generate_file_target_settings(
    req: TargetFilesGeneratorSettingsRequest, env_name: EnvironmentName
) -> TargetFilesGeneratorSettings:
    """How a generator of file targets behaves: plugins say for their own."""
    raise NotImplementedError(f"No rule has settings for {type(req).__name__}.")


@rule(native="filter_targets")
async def filter_targets(targets: Targets) -> FilteredTargets:
    """The targets that the filters of the command line let through."""


@rule(native="resolve_unparsed_address_inputs", _masked_types=[EnvironmentName])
async def resolve_unparsed_address_inputs(
    request: UnparsedAddressInputs, subproject_roots: SubprojectRoots
) -> Addresses:
    """The addresses that somebody wrote."""


# -- files ----------------------------------------------------------------------------------------


@rule(desc="Hydrate the `sources` field")
async def hydrate_sources(
    request: HydrateSourcesRequest,
    unmatched_build_file_globs: UnmatchedBuildFileGlobs,
    union_membership: UnionMembership,
    env_name: EnvironmentName,
) -> HydratedSources:
    """The files of a `sources` field, generated if so asked."""
    field = request.field
    found_type, generator = _sources_type_and_generator(request, union_membership)
    if found_type is None:
        return HydratedSources(EMPTY_SNAPSHOT, field.filespec, sources_type=None)
    path_globs = field.path_globs(unmatched_build_file_globs)
    digest = await path_globs_to_digest(path_globs)
    snapshot = await digest_to_snapshot(digest)
    field.validate_resolved_files(snapshot.files)
    if generator is None:
        return HydratedSources(snapshot, field.filespec, sources_type=found_type)
    wrapped = await resolve_target(
        WrappedTargetRequest(field.address, description_of_origin="<infallible>"), **implicitly()
    )
    generate_request = generator(snapshot, wrapped.target)
    generated = await generate_sources(
        **implicitly({generate_request: GenerateSourcesRequest, env_name: EnvironmentName})
    )
    return HydratedSources(generated.snapshot, field.filespec, sources_type=found_type)


def _sources_type_and_generator(
    request: HydrateSourcesRequest, union_membership: UnionMembership
) -> tuple[type[SourcesField] | None, type[GenerateSourcesRequest] | None]:
    """The wanted type that the field is or can be turned into, and what turns it."""
    field = request.field
    for wanted in request.for_sources_types:
        if isinstance(field, wanted):
            return wanted, None
    if not request.enable_codegen:
        return None, None
    candidates = [
        (wanted, generator)
        for generator in union_membership.get(GenerateSourcesRequest)
        if isinstance(field, generator.input)
        for wanted in request.for_sources_types
        if issubclass(generator.output, wanted)
    ]
    generators = dict.fromkeys(generator for _, generator in candidates)
    if len(generators) > 1:
        raise AmbiguousCodegenImplementationsException.create(
            generators, for_sources_types=request.for_sources_types
        )
    return candidates[0] if candidates else (None, None)


@rule(desc="Resolve `sources` field file names")
async def resolve_source_paths(
    request: SourcesPathsRequest, unmatched_build_file_globs: UnmatchedBuildFileGlobs
) -> SourcesPaths:
    """The names of the files of a `sources` field."""
    field = request.field
    paths = await path_globs_to_paths(field.path_globs(unmatched_build_file_globs))
    field.validate_resolved_files(paths.files)
    return SourcesPaths(files=paths.files, dirs=paths.dirs)


@rule(
    native="find_owners",
    desc="Find which targets own certain files",
    _masked_types=[EnvironmentName],
)
async def find_owners(
    owners_request: OwnersRequest,
    local_environment_name: ChosenLocalEnvironmentName,
    target_origin_sources_blocks_options: TargetOriginSourcesBlocksOptions,
) -> Owners:
    """The targets that own files."""


@rule(native="calc_source_block_mapping")
async def calc_source_block_mapping(
    targets: AllTargets, options: TargetOriginSourcesBlocksOptions
) -> FilenameTargetSourceBlocksMapping:
    """Which targets own which lines."""


@rule
async def calc_files_with_sources_blocks(
    mapping: FilenameTargetSourceBlocksMapping,
) -> FilesWithSourceBlocks:
    """The files of which different targets own different lines."""
    return FilesWithSourceBlocks(mapping)


@rule
async def find_source_blocks_owners(
    owners_request: TextBlocksOwnersRequest, mapping: FilenameTargetSourceBlocksMapping
) -> Owners:
    """The targets that own some lines of a file."""
    by_target: Any = mapping.get(owners_request.filename) or {}
    return Owners(
        address
        for address, blocks in by_target.items()
        if _overlap(blocks, owners_request.text_blocks)
    )


def _overlap(blocks: SourceBlocks, text_blocks: Iterable[TextBlock]) -> bool:
    return any(
        block.start < text.end and text.start < block.end
        for block in blocks
        for text in text_blocks
    )


# -- dependencies ---------------------------------------------------------------------------------


@rule(polymorphic=True)
async def transitively_exclude_dependencies(
    request: TransitivelyExcludeDependenciesRequest, environment_name: EnvironmentName
) -> TransitivelyExcludeDependencies:
    """What is left out all the way down: each member of the union has a rule of its own."""
    raise NotImplementedError(f"No rule excludes dependencies for {type(request).__name__}.")


@rule(polymorphic=True)
async def validate_dependencies(
    request: ValidateDependenciesRequest, environment_name: EnvironmentName
) -> ValidatedDependencies:
    """Checks dependencies: each member of the union has a rule of its own."""
    raise NotImplementedError(f"No rule validates dependencies for {type(request).__name__}.")


@rule
async def convert_dependencies_request_to_explicitly_provided_dependencies_request(
    request: DependenciesRequest,
) -> ExplicitlyProvidedDependenciesRequest:
    """The same question about what a BUILD file lists."""
    return ExplicitlyProvidedDependenciesRequest(request.field)


@rule(native="determine_explicitly_provided_dependencies", _masked_types=[EnvironmentName])
async def determine_explicitly_provided_dependencies(
    request: ExplicitlyProvidedDependenciesRequest,
    union_membership: UnionMembership,
    registered_target_types: RegisteredTargetTypes,
    subproject_roots: SubprojectRoots,
) -> ExplicitlyProvidedDependencies:
    """The dependencies that a BUILD file lists, as addresses."""


@rule(
    native="resolve_dependencies",
    desc="Resolve direct dependencies of target",
    _masked_types=[EnvironmentName],
)
async def resolve_dependencies(
    request: DependenciesRequest,
    target_types_to_generate_requests: TargetTypesToGenerateTargetsRequests,
    union_membership: UnionMembership,
    subproject_roots: SubprojectRoots,
    field_defaults: FieldDefaults,
    local_environment_name: ChosenLocalEnvironmentName,
) -> Addresses:
    """The direct dependencies of a target: listed, inferred and generated ones."""


@rule(native="transitive_dependency_mapping")
async def transitive_dependency_mapping(request: _DependencyMappingRequest) -> _DependencyMapping:
    """The dependencies of all targets that some targets use."""


@rule(
    native="transitive_targets", desc="Resolve transitive targets", _masked_types=[EnvironmentName]
)
async def transitive_targets(
    request: TransitiveTargetsRequest,
    local_environment_name: ChosenLocalEnvironmentName,
    union_membership: UnionMembership,
) -> TransitiveTargets:
    """All that some targets use, directly or not."""


@rule
async def coarsened_targets_request(addresses: Addresses) -> CoarsenedTargetsRequest:
    """The question which groups the addresses belong to."""
    return CoarsenedTargetsRequest(addresses)


@rule(
    native="resolve_coarsened_targets",
    desc="Resolve coarsened targets",
    _masked_types=[EnvironmentName],
)
async def resolve_coarsened_targets(
    request: CoarsenedTargetsRequest, local_environment_name: ChosenLocalEnvironmentName
) -> CoarsenedTargets:
    """The groups of targets that depend on each other in a circle."""


# -- defaults of fields, field sets ---------------------------------------------------------------


@rule(polymorphic=True)
async def field_default_factory(request: FieldDefaultFactoryRequest) -> FieldDefaultFactoryResult:
    """The default of a field that depends on options: each member of the union has a rule."""
    raise NotImplementedError(f"No rule has a default for {type(request).__name__}.")


@rule
async def field_defaults(union_membership: UnionMembership) -> FieldDefaults:
    """The default factories of all fields that have one."""
    requests = list(union_membership.get(FieldDefaultFactoryRequest))
    results = await concurrently(
        field_default_factory(**implicitly({request_cls(): FieldDefaultFactoryRequest}))
        for request_cls in requests
    )
    return FieldDefaults(
        FrozenDict(
            {
                request_cls.field_type: result.default_factory
                for request_cls, result in zip(requests, results)
            }
        )
    )


@rule
async def find_valid_field_sets(
    request: FieldSetsPerTargetRequest, union_membership: UnionMembership
) -> FieldSetsPerTarget:
    """The field sets that each of some targets has."""
    candidates: list[type[FieldSet]] = list(union_membership.get(request.field_set_superclass))
    return FieldSetsPerTarget(
        [
            [
                field_set_type.create(target)
                for field_set_type in candidates
                if field_set_type.is_applicable(target)
            ]
            for target in request.targets
        ]
    )


def rules() -> Iterable[Any]:
    """The rules of this module.

    `GenerateFileTargets` is no member of the union: the engine makes the targets of files itself.
    """
    return collect_rules()
