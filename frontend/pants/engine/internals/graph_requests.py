"""Requests about dependencies and field sets, and their answers."""

from __future__ import annotations

from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.environment import EnvironmentName
from pants.engine.internals.native_engine import Address, FrozenDict, FrozenOrderedSet
from pants.engine.internals.target_fields import Dependencies, SpecialCasedDependencies
from pants.engine.unions import union
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, ClassVar

    from pants.engine.internals.native_engine import Field, Target
    from pants.engine.target import FieldSet


# -- which dependencies to follow -----------------------------------------------------------------


class DepsTraversalBehavior(PlainEnum):
    """What a predicate says of a dependency."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


class ShouldTraverseDepsPredicate:
    """Decides whether the dependencies of a target are followed.

    Equal are predicates of the same class with the same attributes, so that rules can take them.
    """

    def __call__(
        self, target: Target, field: Dependencies | SpecialCasedDependencies
    ) -> DepsTraversalBehavior:
        """INCLUDE or EXCLUDE for one field of a target."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), tuple(self.__dict__.values())))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class TraverseIfDependenciesField(ShouldTraverseDepsPredicate):
    """Follow the ordinary dependencies only; what is done unless somebody asks otherwise."""

    def __call__(
        self, target: Target, field: Dependencies | SpecialCasedDependencies
    ) -> DepsTraversalBehavior:
        if isinstance(field, Dependencies):
            return DepsTraversalBehavior.INCLUDE
        return DepsTraversalBehavior.EXCLUDE


class AlwaysTraverseDeps(ShouldTraverseDepsPredicate):
    """Follow the special-cased dependencies, too."""

    def __call__(
        self, target: Target, field: Dependencies | SpecialCasedDependencies
    ) -> DepsTraversalBehavior:
        return DepsTraversalBehavior.INCLUDE


class NeverTraverseDeps(ShouldTraverseDepsPredicate):
    """Follow nothing."""

    def __call__(
        self, target: Target, field: Dependencies | SpecialCasedDependencies
    ) -> DepsTraversalBehavior:
        return DepsTraversalBehavior.EXCLUDE


# -- dependencies ---------------------------------------------------------------------------------


class DependenciesRequest(Record, EngineAwareParameter):
    """Asks for the direct dependencies of a target."""

    field: Dependencies
    should_traverse_deps_predicate: ShouldTraverseDepsPredicate = TraverseIfDependenciesField()

    def debug_hint(self) -> str:
        """The address."""
        return self.field.address.spec


class TransitiveTargetsRequest(Record):
    """Asks for all that some targets use, directly or not."""

    roots: tuple[Address, ...]
    should_traverse_deps_predicate: ShouldTraverseDepsPredicate = TraverseIfDependenciesField()

    def __init__(
        self,
        roots: Iterable[Address],
        *,
        should_traverse_deps_predicate: ShouldTraverseDepsPredicate | None = None,
    ) -> None:
        self._fill(
            roots=tuple(roots),
            should_traverse_deps_predicate=(
                should_traverse_deps_predicate or TraverseIfDependenciesField()
            ),
        )


class TransitiveTargets(Record):
    """Targets and all that they use."""

    roots: tuple[Target, ...]
    dependencies: FrozenOrderedSet[Target]

    @property
    def closure(self) -> FrozenOrderedSet[Target]:
        """The roots, then the dependencies."""
        return FrozenOrderedSet([*self.roots, *self.dependencies])


class InferDependenciesRequest(Record, EngineAwareParameter):
    """Base of requests to infer dependencies, one for each kind of source.

    A subclass names in `infer_from` the field set that it works on, and is registered with
    `UnionRule(InferDependenciesRequest, Subclass)`.
    """

    field_set: FieldSet

    infer_from: ClassVar[type[FieldSet]]

    def debug_hint(self) -> str:
        """The address."""
        return self.field_set.address.spec


union(in_scope_types=[EnvironmentName])(InferDependenciesRequest)


class InferredDependencies(Record):
    """Addresses found by inference, and those to leave out."""

    include: FrozenOrderedSet[Address]
    exclude: FrozenOrderedSet[Address]

    def __init__(self, include: Iterable[Address], *, exclude: Iterable[Address] = ()) -> None:
        self._fill(
            include=FrozenOrderedSet(sorted(include)), exclude=FrozenOrderedSet(sorted(exclude))
        )


class TransitivelyExcludeDependenciesRequest(Record):
    """Base of requests for dependencies that are left out all the way down."""

    field_set: FieldSet

    infer_from: ClassVar[type[FieldSet]]


union(in_scope_types=[EnvironmentName])(TransitivelyExcludeDependenciesRequest)


class TransitivelyExcludeDependencies(FrozenOrderedSet):
    """Addresses that are left out all the way down."""


class ValidateDependenciesRequest(Record):
    """Base of requests that check the dependencies of a target; the check raises."""

    field_set: FieldSet
    dependencies: Any

    field_set_type: ClassVar[type[FieldSet]]


union(in_scope_types=[EnvironmentName])(ValidateDependenciesRequest)


class ValidatedDependencies(Record):
    """Says that the dependencies are fine."""


# -- defaults of fields that need rules -----------------------------------------------------------


class FieldDefaultFactoryRequest(Record):
    """Base of requests for the default of a field that depends on options.

    A subclass names the field in `field_type`.
    """

    field_type: ClassVar[type[Field]]


union(FieldDefaultFactoryRequest)


#: A function from a field to its value with the default filled in.
FieldDefaultFactory = object


class FieldDefaultFactoryResult(Record):
    """A function from a field to its value with the default filled in."""

    default_factory: FieldDefaultFactory

    __hash__ = object.__hash__


class FieldDefaults(Record):
    """The default factories of all fields that have one."""

    _factories: FrozenDict[type[Field], FieldDefaultFactory]

    def factory(self, field_type: type[Field]) -> Callable[[Field], Any]:
        """A function from a field of the type to its value."""
        for candidate in field_type.__mro__:
            found = self._factories.get(candidate)
            if found is not None:
                return found
        return lambda field: field.value

    def value_or_default(self, field: Field) -> Any:
        """The value of a field, with the default filled in."""
        return self.factory(type(field))(field)


# -- field sets of targets ------------------------------------------------------------------------


class NoApplicableTargetsBehavior(PlainEnum):
    """What a goal does when none of the targets suits it."""

    ignore = "ignore"
    warn = "warn"
    error = "error"


class TargetRootsToFieldSetsRequest(Record):
    """Asks for the field sets that the targets of the command line have."""

    field_set_superclass: type[FieldSet]
    goal_description: str
    no_applicable_targets_behavior: NoApplicableTargetsBehavior
    shard: int
    num_shards: int

    def __init__(
        self,
        field_set_superclass: type[FieldSet],
        *,
        goal_description: str,
        no_applicable_targets_behavior: NoApplicableTargetsBehavior,
        shard: int = 0,
        num_shards: int = -1,
    ) -> None:
        self._fill(
            field_set_superclass=field_set_superclass,
            goal_description=goal_description,
            no_applicable_targets_behavior=no_applicable_targets_behavior,
            shard=shard,
            num_shards=num_shards,
        )

    def is_in_shard(self, key: str) -> bool:
        """Whether the shard that was asked for has the key."""
        from pants.engine.target import get_shard

        return self.num_shards <= 0 or get_shard(key, self.num_shards) == self.shard


class TargetRootsToFieldSets(Record):
    """The field sets of each target that has some."""

    mapping: FrozenDict[Target, tuple[FieldSet, ...]]

    def __init__(self, mapping: Mapping[Target, Iterable[FieldSet]]) -> None:
        self._fill(mapping=FrozenDict({target: tuple(mapping[target]) for target in mapping}))

    @property
    def field_sets(self) -> tuple[FieldSet, ...]:
        """All field sets."""
        return tuple([fs for field_sets in self.mapping.values() for fs in field_sets])

    @property
    def targets(self) -> tuple[Target, ...]:
        """All targets."""
        return tuple(self.mapping.keys())


class FieldSetsPerTargetRequest(Record):
    """Asks for the field sets that each of some targets has."""

    field_set_superclass: type[FieldSet]
    targets: tuple[Target, ...]

    def __init__(self, field_set_superclass: type[FieldSet], targets: Iterable[Target]) -> None:
        self._fill(field_set_superclass=field_set_superclass, targets=tuple(targets))


class FieldSetsPerTarget(Record):
    """The field sets of each target, in the order of the request."""

    collection: tuple[tuple[FieldSet, ...], ...]

    def __init__(self, collection: Iterable[Iterable[FieldSet]]) -> None:
        self._fill(collection=tuple([tuple(field_sets) for field_sets in collection]))

    @property
    def field_sets(self) -> tuple[FieldSet, ...]:
        """All field sets."""
        return tuple([fs for field_sets in self.collection for fs in field_sets])
