"""Targets that no BUILD file declares: backends make them."""

from __future__ import annotations

from pants.engine.collection import Collection
from pants.engine.internals.mapper import AddressMap
from pants.engine.internals.native_engine import FrozenDict, TargetAdaptor
from pants.engine.rules import collect_rules, concurrently, implicitly, rule
from pants.engine.unions import UnionMembership, union
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, ClassVar


class SyntheticTargetsRequest(Record):
    """Base of requests for the targets that a backend adds to a folder, or to all folders.

    A subclass whose `path` is this constant is asked once, for the whole repository.
    """

    path: str

    #: Asks for the targets of all folders at once.
    SINGLE_REQUEST_FOR_ALL_TARGETS: ClassVar[str] = "*"

    #: Asks for the targets of each folder.
    REQUEST_TARGETS_PER_DIRECTORY: ClassVar[str] = ""


union(SyntheticTargetsRequest)


class SyntheticTargetsSpecPaths(Record):
    """The folders for which backends want to be asked."""

    paths: tuple[str, ...]

    @classmethod
    def from_paths(cls, paths: Iterable[str]) -> SyntheticTargetsSpecPaths:
        """Sorted."""
        return cls(tuple(sorted(set(paths))))


class SyntheticTargetsSpecPathsRequest(Record):
    """Asks for the folders for which a backend wants to be asked."""

    path: str


class SyntheticAddressMap(AddressMap):
    """What a backend adds to a folder, as if a BUILD file of that name declared it."""


class SyntheticAddressMaps(Collection[SyntheticAddressMap]):
    """What a backend adds."""

    @classmethod
    def for_targets_request(
        cls,
        request: SyntheticTargetsRequest,
        synthetic_target_adaptors: Iterable[tuple[str, Iterable[TargetAdaptor]]],
    ) -> SyntheticAddressMaps:
        """What is added by pseudo-file, whose folder is that of the request unless it names one."""
        import os

        folder = "" if request.path == request.SINGLE_REQUEST_FOR_ALL_TARGETS else request.path
        return cls(
            [
                SyntheticAddressMap.create(
                    path if os.path.dirname(path) else os.path.join(folder, path), adaptors
                )
                for path, adaptors in synthetic_target_adaptors
            ]
        )


class SyntheticAddressMapsRequest(Record):
    """Asks for all that backends add to a folder."""

    path: str


class AllSyntheticAddressMaps(Record):
    """What the backends add that are asked once, by folder, and the requests for each folder."""

    maps: FrozenDict[str, tuple[SyntheticAddressMap, ...]]
    requests: tuple[type[SyntheticTargetsRequest], ...]

    def targets_request_types(self, path: str) -> Iterator[type[SyntheticTargetsRequest]]:
        """The requests for a folder."""
        for request_type in self.requests:
            folder = getattr(request_type, "path", request_type.REQUEST_TARGETS_PER_DIRECTORY)
            if folder in (request_type.REQUEST_TARGETS_PER_DIRECTORY, path):
                yield request_type


@rule(polymorphic=True)
async def get_synthetic_targets_address_maps(
    request: SyntheticTargetsRequest,
) -> SyntheticAddressMaps:
    """What a backend adds: each member of the union has a rule of its own."""
    raise NotImplementedError(f"No rule makes targets for {type(request).__name__}.")


def _is_single(request_type: type[SyntheticTargetsRequest]) -> bool:
    single = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS
    return getattr(request_type, "path", None) == single


@rule(desc="Query for synthetic targets")
async def all_synthetic_targets(union_membership: UnionMembership) -> AllSyntheticAddressMaps:
    """Ask the backends that answer for the whole repository."""
    import os

    request_types = tuple(union_membership.get(SyntheticTargetsRequest))
    single = [t for t in request_types if _is_single(t)]
    answers = await concurrently(
        get_synthetic_targets_address_maps(
            **implicitly({t(t.SINGLE_REQUEST_FOR_ALL_TARGETS): SyntheticTargetsRequest})
        )
        for t in single
    )
    maps: dict[str, list[SyntheticAddressMap]] = {}
    for answer in answers:
        for address_map in answer:
            maps.setdefault(os.path.dirname(address_map.path), []).append(address_map)
    return AllSyntheticAddressMaps(
        FrozenDict({path: tuple(found) for path, found in maps.items()}),
        tuple([t for t in request_types if not _is_single(t)]),
    )


@rule
async def get_synthetic_targets_spec_paths(
    request: SyntheticTargetsSpecPathsRequest, all_synthetic: AllSyntheticAddressMaps
) -> SyntheticTargetsSpecPaths:
    """The folders below one that have such targets."""
    prefix = request.path
    return SyntheticTargetsSpecPaths.from_paths(
        path
        for path in all_synthetic.maps
        if not prefix or path == prefix or path.startswith(f"{prefix}/")
    )


@rule
async def get_synthetic_address_maps(
    request: SyntheticAddressMapsRequest, all_synthetic: AllSyntheticAddressMaps
) -> SyntheticAddressMaps:
    """All that backends add to a folder."""
    path = request.path
    answers = await concurrently(
        get_synthetic_targets_address_maps(
            **implicitly({request_type(path): SyntheticTargetsRequest})
        )
        for request_type in all_synthetic.targets_request_types(path)
    )
    return SyntheticAddressMaps(
        [*all_synthetic.maps.get(path, ()), *(m for answer in answers for m in answer)]
    )


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
