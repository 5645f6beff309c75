"""Targets and fields: what BUILD files declare and rules work on.

The native types `Target` and `Field` and their families come from the engine; what Python adds
(templates of fields, field sets, requests and their answers) is here or in the modules named in
`_LATER`, which are imported when a name of theirs is first used.
"""

from __future__ import annotations

from pants.engine.collection import Collection
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.internals.native_engine import (
    NO_VALUE,
    Address,
    AsyncFieldMixin,
    BoolField,
    Field,
    FrozenDict,
    FrozenOrderedSet,
    MultipleSourcesField,
    OptionalSingleSourceField,
    ScalarField,
    SequenceField,
    SingleSourceField,
    SourcesField,
    StringField,
    StringSequenceField,
    Target,
    TriBoolField,
)
from pants.engine.internals.target_errors import (
    InvalidFieldChoiceException,
    InvalidFieldException,
    InvalidFieldMemberTypeException,
    InvalidFieldTypeException,
    InvalidGeneratedTargetException,
    InvalidTargetException,
    RequiredFieldMissingException,
    UnrecognizedTargetTypeException,
)
from pants.engine.internals.target_fields import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    DescriptionField,
    DictStringToStringField,
    DictStringToStringSequenceField,
    FloatField,
    IntField,
    ListOfDictStringToStringField,
    NestedDictStringToStringField,
    OverridesField,
    SpecialCasedDependencies,
    Tags,
    TupleSequenceField,
    ValidNumbers,
)
from pants.util.record import Record, fields_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, ClassVar, TypeVar

    from pants.engine.internals.coarsened_targets import (  # noqa: F401
        CoarsenedTarget,
        CoarsenedTargets,
        CoarsenedTargetsRequest,
    )
    from pants.engine.internals.dep_rules import (  # noqa: F401
        DependenciesRuleApplication,
        DependenciesRuleApplicationRequest,
    )
    from pants.engine.internals.explicit_dependencies import (  # noqa: F401
        ExplicitlyProvidedDependencies,
        ExplicitlyProvidedDependenciesRequest,
    )
    from pants.engine.internals.generation_rules import (  # noqa: F401
        generate_sources,
        generate_targets,
        rules,
    )
    from pants.engine.internals.graph_requests import (  # noqa: F401
        AlwaysTraverseDeps,
        DependenciesRequest,
        DepsTraversalBehavior,
        FieldDefaultFactory,
        FieldDefaultFactoryRequest,
        FieldDefaultFactoryResult,
        FieldDefaults,
        FieldSetsPerTarget,
        FieldSetsPerTargetRequest,
        InferDependenciesRequest,
        InferredDependencies,
        NeverTraverseDeps,
        NoApplicableTargetsBehavior,
        ShouldTraverseDepsPredicate,
        TargetRootsToFieldSets,
        TargetRootsToFieldSetsRequest,
        TransitivelyExcludeDependencies,
        TransitivelyExcludeDependenciesRequest,
        TransitiveTargets,
        TransitiveTargetsRequest,
        TraverseIfDependenciesField,
        ValidatedDependencies,
        ValidateDependenciesRequest,
    )
    from pants.engine.internals.sources_requests import (  # noqa: F401
        GeneratedSources,
        GenerateSourcesRequest,
        HydratedSources,
        HydrateSourcesRequest,
        SecondaryOwnerMixin,
        SourcesPaths,
        SourcesPathsRequest,
        targets_with_sources_types,
    )
    from pants.engine.internals.target_generation import (  # noqa: F401
        GeneratedTargets,
        GenerateTargetsRequest,
        TargetFilesGenerator,
        TargetFilesGeneratorSettings,
        TargetFilesGeneratorSettingsRequest,
        TargetGenerator,
        TargetTypesToGenerateTargetsRequests,
    )
    from pants.engine.internals.target_help import (  # noqa: F401
        generate_file_based_overrides_field_help_message,
        generate_multiple_sources_field_help_message,
    )
    from pants.engine.unions import UnionMembership

    FS = TypeVar("FS", bound="FieldSet")

__all__ = (
    "AllTargets",
    "AllUnexpandedTargets",
    "AsyncFieldMixin",
    "BoolField",
    "COMMON_TARGET_FIELDS",
    "Dependencies",
    "DescriptionField",
    "DictStringToStringField",
    "DictStringToStringSequenceField",
    "Field",
    "FieldSet",
    "FilteredTargets",
    "FloatField",
    "ImmutableValue",
    "IntField",
    "InvalidFieldChoiceException",
    "InvalidFieldException",
    "InvalidFieldMemberTypeException",
    "InvalidFieldTypeException",
    "InvalidGeneratedTargetException",
    "InvalidTargetException",
    "ListOfDictStringToStringField",
    "MultipleSourcesField",
    "NO_VALUE",
    "NestedDictStringToStringField",
    "OptionalSingleSourceField",
    "OverridesField",
    "RegisteredTargetTypes",
    "RequiredFieldMissingException",
    "ScalarField",
    "SequenceField",
    "SingleSourceField",
    "SourcesField",
    "SpecialCasedDependencies",
    "StringField",
    "StringSequenceField",
    "Tags",
    "Target",
    "Targets",
    "TriBoolField",
    "TupleSequenceField",
    "UnexpandedTargets",
    "UnrecognizedTargetTypeException",
    "ValidNumbers",
    "WrappedTarget",
    "WrappedTargetForBootstrap",
    "WrappedTargetRequest",
    "get_shard",
    "parse_shard_spec",
)

#: What the value of a field may be: anything that never changes.
ImmutableValue = object

#: Modules that serve further names of this one.
_LATER = {
    "AlwaysTraverseDeps": "graph_requests",
    "CoarsenedTarget": "coarsened_targets",
    "CoarsenedTargets": "coarsened_targets",
    "CoarsenedTargetsRequest": "coarsened_targets",
    "DependenciesRequest": "graph_requests",
    "DependenciesRuleApplication": "dep_rules",
    "DependenciesRuleApplicationRequest": "dep_rules",
    "DepsTraversalBehavior": "graph_requests",
    "ExplicitlyProvidedDependencies": "explicit_dependencies",
    "ExplicitlyProvidedDependenciesRequest": "explicit_dependencies",
    "FieldDefaultFactory": "graph_requests",
    "FieldDefaultFactoryRequest": "graph_requests",
    "FieldDefaultFactoryResult": "graph_requests",
    "FieldDefaults": "graph_requests",
    "FieldSetsPerTarget": "graph_requests",
    "FieldSetsPerTargetRequest": "graph_requests",
    "GenerateSourcesRequest": "sources_requests",
    "GenerateTargetsRequest": "target_generation",
    "GeneratedSources": "sources_requests",
    "GeneratedTargets": "target_generation",
    "HydrateSourcesRequest": "sources_requests",
    "HydratedSources": "sources_requests",
    "InferDependenciesRequest": "graph_requests",
    "InferredDependencies": "graph_requests",
    "NeverTraverseDeps": "graph_requests",
    "NoApplicableTargetsBehavior": "graph_requests",
    "SecondaryOwnerMixin": "sources_requests",
    "ShouldTraverseDepsPredicate": "graph_requests",
    "SourcesPaths": "sources_requests",
    "SourcesPathsRequest": "sources_requests",
    "TargetFilesGenerator": "target_generation",
    "TargetFilesGeneratorSettings": "target_generation",
    "TargetFilesGeneratorSettingsRequest": "target_generation",
    "TargetGenerator": "target_generation",
    "TargetRootsToFieldSets": "graph_requests",
    "TargetRootsToFieldSetsRequest": "graph_requests",
    "TargetTypesToGenerateTargetsRequests": "target_generation",
    "TransitiveTargets": "graph_requests",
    "TransitiveTargetsRequest": "graph_requests",
    "TransitivelyExcludeDependencies": "graph_requests",
    "TransitivelyExcludeDependenciesRequest": "graph_requests",
    "TraverseIfDependenciesField": "graph_requests",
    "ValidateDependenciesRequest": "graph_requests",
    "ValidatedDependencies": "graph_requests",
    "generate_file_based_overrides_field_help_message": "target_help",
    "generate_multiple_sources_field_help_message": "target_help",
    "generate_sources": "generation_rules",
    "generate_targets": "generation_rules",
    "rules": "generation_rules",
    "targets_with_sources_types": "sources_requests",
}


def __getattr__(name: str) -> Any:
    module = _LATER.get(name)
    if module is not None:
        from importlib import import_module

        value = getattr(import_module(f"pants.engine.internals.{module}"), name)
        globals()[name] = value
        return value
    if name.startswith("__"):
        raise AttributeError(name)
    from pants.base.retired import module_getattr

    return module_getattr(__name__, name)


# -- collections of targets -----------------------------------------------------------------------


class Targets(Collection[Target]):
    """Targets, in which those that generate others are replaced by the generated ones."""

    def expect_single(self) -> Target:
        """The only target; an error if there are more or none."""
        if len(self) != 1:
            from pants.engine.addresses import ResolveError

            listed = "\n".join(f"  * {target.address}" for target in self) or "  (none)"
            raise ResolveError(f"Expected a single target, but there are {len(self)}:\n{listed}")
        return self[0]


class FilteredTargets(Collection[Target]):
    """Targets that the filters of the command line let through."""

    def expect_single(self) -> Target:
        """The only target; an error if there are more or none."""
        return Targets(self).expect_single()


class UnexpandedTargets(Collection[Target]):
    """Targets, in which those that generate others stand for themselves."""

    def expect_single(self) -> Target:
        """The only target; an error if there are more or none."""
        return Targets(self).expect_single()


class AllTargets(Collection[Target]):
    """All targets of the repository; generators are replaced by what they generate."""


class AllUnexpandedTargets(Collection[Target]):
    """All targets of the repository as declared, and what they generate."""


class WrappedTarget(Record):
    """A target in a type of its own."""

    target: Target


class WrappedTargetRequest(Record):
    """Asks for the target at an address."""

    address: Address
    description_of_origin: str

    def __hash__(self) -> int:
        return hash(self.address)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.address == self.address


class WrappedTargetForBootstrap(Record):
    """A target that is needed before its environment is known."""

    val: Target


class RegisteredTargetTypes(Record):
    """The target types of the active backends by name."""

    aliases_to_types: FrozenDict[str, type[Target]]

    def __init__(self, aliases_to_types: Mapping[str, type[Target]]) -> None:
        self._fill(aliases_to_types=FrozenDict(aliases_to_types))

    @classmethod
    def create(cls, target_types: Iterable[type[Target]]) -> RegisteredTargetTypes:
        """By name and former name."""
        types = list(target_types)
        result = {t.alias: t for t in sorted(types, key=lambda t: t.alias)}
        for t in types:
            former = getattr(t, "deprecated_alias", None)
            if former is not None:
                result[former] = t
        return cls(result)

    @property
    def aliases(self) -> FrozenOrderedSet[str]:
        """The names."""
        return FrozenOrderedSet(self.aliases_to_types.keys())

    @property
    def types(self) -> FrozenOrderedSet[type[Target]]:
        """The types."""
        return FrozenOrderedSet(self.aliases_to_types.values())


# -- field sets -----------------------------------------------------------------------------------


def _resolve_annotation(cls: type, name: str, annotation: Any) -> Any:
    if not isinstance(annotation, str):
        return annotation
    import sys

    for base in cls.__mro__:
        if name in base.__dict__.get("__annotations__", {}):
            namespace = sys.modules[base.__module__].__dict__
            found = namespace.get(annotation)
            if found is not None:
                return found
            try:
                return eval(annotation, namespace, dict(vars(base)))
            except NameError:
                return None
    return None


class FieldSet(Record, EngineAwareParameter):
    """The fields of a target that a rule needs, in a type of its own.

    A subclass names the fields that a target must have in `required_fields`, and lists the fields
    that it holds as annotations. Those that are not required have their default if the target
    lacks them.
    """

    address: Address

    required_fields: ClassVar[tuple[type[Field], ...]] = ()

    @classmethod
    def field_types(cls) -> dict[str, type[Field]]:
        """The fields that an instance holds, by attribute."""
        found = cls.__dict__.get("_field_types")
        if found is None:
            found = {}
            for name, annotation in fields_of(cls).annotations.items():
                resolved = _resolve_annotation(cls, name, annotation)
                if isinstance(resolved, type) and issubclass(resolved, Field):
                    found[name] = resolved
            type.__setattr__(cls, "_field_types", found)
        return found

    @classmethod
    def is_applicable(cls, tgt: Target) -> bool:
        """Whether the target has the required fields and is not opted out."""
        return tgt.has_fields(cls.required_fields) and not cls.opt_out(tgt)

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        """Whether the target is left out although it has the fields; subclasses say."""
        return False

    @classmethod
    def applicable_target_types(
        cls, target_types: Iterable[type[Target]], union_membership: UnionMembership
    ) -> tuple[type[Target], ...]:
        """The types whose targets have the required fields."""
        return tuple(
            [
                target_type
                for target_type in target_types
                if target_type.class_has_fields(
                    cls.required_fields, union_membership=union_membership
                )
            ]
        )

    @classmethod
    def create(cls: type[FS], tgt: Target) -> FS:
        """The fields of a target that has the required ones."""
        required = cls.required_fields
        fields = {
            name: tgt[field_type] if field_type in required else tgt.get(field_type)
            for name, field_type in cls.field_types().items()
        }
        return cls(address=tgt.address, **fields)

    def debug_hint(self) -> str:
        """The address."""
        return self.address.spec

    def metadata(self) -> dict[str, Any]:
        """The address."""
        return {"address": self.address.spec}

    def __repr__(self) -> str:
        names = [name for name in fields_of(type(self)).names if name != "address"]
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__name__}(address={self.address}{', ' if shown else ''}{shown})"


# -- shards ---------------------------------------------------------------------------------------


def parse_shard_spec(shard_spec: str, origin: str = "") -> tuple[int, int]:
    """Read `k/n`: the shard k of n, counted from 0."""
    first, slash, second = shard_spec.partition("/")
    if slash and first.isdigit() and second.isdigit() and int(first) < int(second):
        return int(first), int(second)
    where = f" from {origin}" if origin else ""
    raise ValueError(
        f"Invalid shard specification {shard_spec}{where}: write k/n, with n at least 1 and k "
        "from 0 to n-1."
    )


def get_shard(key: str, num_shards: int) -> int:
    """The shard that a key belongs to, the same on every machine."""
    from zlib import crc32

    return crc32(key.encode()) % num_shards
