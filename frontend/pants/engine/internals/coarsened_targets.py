"""Groups of targets that depend on each other in a circle, seen as one."""

from __future__ import annotations

from pants.engine.collection import Collection
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.internals.native_engine import FrozenOrderedSet
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pants.engine.internals.graph_requests import ShouldTraverseDepsPredicate
    from pants.engine.internals.native_engine import Address, Target


class CoarsenedTarget(EngineAwareParameter):
    """Targets that form a circle (mostly one target alone), and the groups that they use."""

    __slots__ = ("members", "dependencies", "_hash")

    def __init__(self, members: Iterable[Target], dependencies: Iterable[CoarsenedTarget]) -> None:
        self.members = FrozenOrderedSet(members)
        self.dependencies = FrozenOrderedSet(dependencies)
        self._hash = hash((self.members, self.dependencies))

    def debug_hint(self) -> str:
        """The addresses."""
        return str(self)

    def metadata(self) -> dict[str, object]:
        """The addresses."""
        return {"addresses": [target.address.spec for target in self.members]}

    @property
    def representative(self) -> Target:
        """One of the members."""
        return next(iter(self.members))

    def bullet_list(self) -> str:
        """The addresses, a line each."""
        from pants.util.strutil import bullet_list

        return bullet_list(sorted(target.address.spec for target in self.members))

    def closure(self, visited: set[CoarsenedTarget] | None = None) -> Iterator[Target]:
        """The members of this group and of all that it uses."""
        for group in self.coarsened_closure(visited):
            yield from group.members

    def coarsened_closure(
        self, visited: set[CoarsenedTarget] | None = None
    ) -> Iterator[CoarsenedTarget]:
        """This group and all that it uses, each once."""
        visited = set() if visited is None else visited
        pending = [self]
        while pending:
            group = pending.pop()
            if group not in visited:
                visited.add(group)
                yield group
                pending.extend(reversed(list(group.dependencies)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CoarsenedTarget):
            return NotImplemented
        return _equal(self, other, {})

    def __str__(self) -> str:
        if len(self.members) > 1:
            others = len(self.members) - 1
            return f"{self.representative.address.spec} (and {others} more)"
        return self.representative.address.spec if self.members else "()"

    def __repr__(self) -> str:
        return f"CoarsenedTarget({self})"


def _equal(one: CoarsenedTarget, two: CoarsenedTarget, known: dict[tuple[int, int], bool]) -> bool:
    """Compare two graphs, each pair of groups once."""
    if one is two:
        return True
    if one._hash != two._hash or one.members != two.members:
        return False
    if len(one.dependencies) != len(two.dependencies):
        return False
    key = (id(one), id(two))
    if key not in known:
        known[key] = all(_equal(a, b, known) for a, b in zip(one.dependencies, two.dependencies))
    return known[key]


class CoarsenedTargets(Collection[CoarsenedTarget]):
    """The groups that some targets belong to."""

    def by_address(self) -> dict[Address, CoarsenedTarget]:
        """The group of each address."""
        return {target.address: group for group in self for target in group.members}

    def closure(self) -> Iterator[Target]:
        """The members of the groups and of all that they use."""
        for group in self.coarsened_closure():
            yield from group.members

    def coarsened_closure(self) -> Iterator[CoarsenedTarget]:
        """The groups and all that they use, each once."""
        visited: set[CoarsenedTarget] = set()
        for group in self:
            yield from group.coarsened_closure(visited)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CoarsenedTargets) or len(self) != len(other):
            return False
        known: dict[tuple[int, int], bool] = {}
        return all(_equal(a, b, known) for a, b in zip(self, other))

    __hash__ = Collection.__hash__


class CoarsenedTargetsRequest(Record):
    """Asks for the groups that some targets belong to."""

    roots: tuple[Address, ...]
    expanded_targets: bool
    should_traverse_deps_predicate: ShouldTraverseDepsPredicate

    def __init__(
        self,
        roots: Iterable[Address],
        *,
        expanded_targets: bool = False,
        should_traverse_deps_predicate: ShouldTraverseDepsPredicate | None = None,
    ) -> None:
        from pants.engine.internals.graph_requests import TraverseIfDependenciesField

        self._fill(
            roots=tuple(roots),
            expanded_targets=expanded_targets,
            should_traverse_deps_predicate=(
                should_traverse_deps_predicate or TraverseIfDependenciesField()
            ),
        )
