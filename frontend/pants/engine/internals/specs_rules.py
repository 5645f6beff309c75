"""Rules from the arguments of the command line to targets, files and field sets."""

from __future__ import annotations

from pants.base.specs import RawSpecs, RawSpecsWithOnlyFileOwners, RawSpecsWithoutFileOwners, Specs
from pants.engine.addresses import Addresses
from pants.engine.environment import EnvironmentName
from pants.engine.fs import SpecsPaths
from pants.engine.internals.graph_requests import (
    NoApplicableTargetsBehavior,
    TargetRootsToFieldSets,
    TargetRootsToFieldSetsRequest,
)
from pants.engine.internals.native_engine import Target
from pants.engine.internals.spec_resolution import resolve_addresses_from_specs
from pants.engine.rules import collect_rules, rule
from pants.engine.target import FieldSet, FilteredTargets, RegisteredTargetTypes
from pants.engine.unions import UnionMembership
from pants.util.docutil import bin_name
from pants.util.strutil import bullet_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


@rule(native="addresses_from_raw_specs_without_file_owners", _masked_types=[EnvironmentName])
async def addresses_from_raw_specs_without_file_owners(
    specs: RawSpecsWithoutFileOwners,
) -> Addresses:
    """The addresses that folders and addresses of the command line mean."""


@rule(native="addresses_from_raw_specs_with_only_file_owners", _masked_types=[EnvironmentName])
async def addresses_from_raw_specs_with_only_file_owners(
    specs: RawSpecsWithOnlyFileOwners,
) -> Addresses:
    """The addresses of the owners of the files of the command line."""


@rule(native="resolve_addresses_from_raw_specs", _masked_types=[EnvironmentName])
async def resolve_addresses_from_raw_specs(specs: RawSpecs) -> Addresses:
    """The addresses that arguments of the command line mean."""


@rule(native="filter_addresses", _masked_types=[EnvironmentName])
async def filter_addresses(addresses: Addresses) -> FilteredTargets:
    """The targets at addresses that the filters of the command line let through."""


@rule(native="resolve_specs_paths", desc="Find all sources from input specs")
async def resolve_specs_paths(specs: Specs) -> SpecsPaths:
    """The files that the command line means."""


# -- field sets -----------------------------------------------------------------------------------


class NoApplicableTargetsException(Exception):
    """None of the targets suits the goal."""

    @classmethod
    def create_from_field_sets(
        cls,
        targets: Iterable[Target],
        specs: Specs,
        union_membership: UnionMembership,
        registered_target_types: RegisteredTargetTypes,
        *,
        field_set_types: Iterable[type[FieldSet]],
        goal_description: str,
    ) -> NoApplicableTargetsException:
        """The error for a goal that works on targets with certain fields."""
        applicable = sorted(
            {
                target_type.alias
                for field_set_type in field_set_types
                for target_type in field_set_type.applicable_target_types(
                    registered_target_types.types, union_membership
                )
            }
        )
        return cls(targets, specs, applicable, goal_description=goal_description)

    def __init__(
        self,
        targets: Iterable[Target],
        specs: Specs,
        applicable_target_types: Iterable[str],
        *,
        goal_description: str,
    ) -> None:
        given = sorted({target.alias for target in targets})
        arguments = specs.arguments_provided_description() or "targets"
        working = bullet_list(applicable_target_types)
        lines = [
            f"No applicable files or targets matched: {goal_description} works with these target "
            f"types:\n\n{working}\n"
        ]
        if given:
            lines.append(
                f"However, the {arguments} that were given match only these target types:\n\n"
                f"{bullet_list(given)}\n"
            )
        else:
            lines.append(f"However, the {arguments} that were given match no target.\n")
        lines.append(
            f"Run `{bin_name()} --filter-target-type={','.join(applicable_target_types)} list ::` "
            "to find suitable targets."
        )
        super().__init__("\n".join(lines))


class TooManyTargetsException(Exception):
    """A goal that works on one target was given more."""

    def __init__(self, targets: Iterable[Target], *, goal_description: str) -> None:
        addresses = bullet_list(sorted(target.address.spec for target in targets))
        super().__init__(
            f"{goal_description} works with one target only, but there are several that suit it:"
            f"\n\n{addresses}\n\nName one of them."
        )


class AmbiguousImplementationsException(Exception):
    """Several backends can do for one target what a goal asks."""

    def __init__(
        self,
        target: Target,
        field_sets: Iterable[FieldSet],
        *,
        goal_description: str,
    ) -> None:
        names = bullet_list(sorted({type(fs).__name__ for fs in field_sets}))
        super().__init__(
            f"Several of the active backends can serve {goal_description} for {target.address} "
            f"(a `{target.alias}` target):\n\n{names}\n\nTurn off backends until one remains."
        )


def _first_field_sets(
    request: TargetRootsToFieldSetsRequest,
    targets: Iterable[Target],
    candidates: Iterable[type[FieldSet]],
) -> dict[Target, list[FieldSet]]:
    found: dict[Target, list[FieldSet]] = {}
    types = tuple(candidates)
    for target in targets:
        if not request.is_in_shard(target.address.spec):
            continue
        field_sets = [fs.create(target) for fs in types if fs.is_applicable(target)]
        if field_sets:
            found[target] = field_sets
    return found


@rule(_masked_types=[EnvironmentName])
async def find_valid_field_sets_for_target_roots(
    request: TargetRootsToFieldSetsRequest,
    specs: Specs,
    union_membership: UnionMembership,
    registered_target_types: RegisteredTargetTypes,
) -> TargetRootsToFieldSets:
    """The field sets that the targets of the command line have."""
    addresses = await resolve_addresses_from_specs(specs)
    targets = await filter_addresses(addresses)
    candidates: list[type[FieldSet]] = list(union_membership.get(request.field_set_superclass))
    found = _first_field_sets(request, targets, candidates)
    behavior = request.no_applicable_targets_behavior
    if not found and behavior is not NoApplicableTargetsBehavior.ignore:
        _report_nothing(request, specs, union_membership, registered_target_types, targets)
    return TargetRootsToFieldSets(found)


def _report_nothing(
    request: TargetRootsToFieldSetsRequest,
    specs: Specs,
    union_membership: UnionMembership,
    registered_target_types: RegisteredTargetTypes,
    targets: Iterable[Target],
) -> None:
    error = NoApplicableTargetsException.create_from_field_sets(
        targets,
        specs,
        union_membership,
        registered_target_types,
        field_set_types=union_membership.get(request.field_set_superclass),
        goal_description=request.goal_description,
    )
    if request.no_applicable_targets_behavior is NoApplicableTargetsBehavior.error:
        raise error
    includes = specs.includes
    if includes.from_change_detection or not (includes.address_literals or includes.file_literals):
        # A folder or a glob without suitable targets is nothing to speak of.
        return
    import logging

    logging.getLogger(__name__).warning(str(error))


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
