"""From what changed in git to targets."""

from __future__ import annotations

from pants.base.specs import AddressLiteralSpec, RawSpecs, Specs
from pants.engine.addresses import Addresses
from pants.engine.environment import EnvironmentName
from pants.engine.internals.dependency_rules import dependencies_ready, load_dependencies
from pants.engine.internals.native_engine import FrozenDict, current_runtime
from pants.engine.rules import QueryRule, collect_rules
from pants.engine.rules import _uncacheable_rule as uncacheable_rule
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.addresses import Address


class ChangedRequest(Record):
    """Asks for the targets that changed files are about."""

    files: tuple[str, ...]
    dependents: str


class ChangedAddresses(Record):
    """Targets that changed, and those that depend on them if so asked."""

    addresses: Addresses


class InvalidSpecConstraint(Exception):
    """Targets are chosen in two ways at once."""


@uncacheable_rule
async def find_changed(request: ChangedRequest) -> ChangedAddresses:
    """Owners of the files, targets of the BUILD files, and their dependents."""
    await load_dependencies()
    runtime = current_runtime()
    owners = runtime.changed_owners(request.files)
    if request.dependents == "none" or not owners:
        return ChangedAddresses(Addresses(owners))
    await dependencies_ready()
    # The generator of a changed target says nothing of that target's neighbours.
    generators = {
        owner.maybe_convert_to_target_generator() for owner in owners if owner.is_generated_target
    }
    dependents = runtime.dependents(owners, request.dependents == "transitive", False)
    found = dict.fromkeys([*owners, *(d for d in dependents if d not in generators)])
    return ChangedAddresses(Addresses(found))


def _literal(address: Address) -> AddressLiteralSpec:
    """The address as an argument that means nothing else."""
    name = address.target_name
    path = address.spec_path
    relative = address.relative_file_path if address.is_file_target else None
    if relative is not None:
        name = "../" * relative.count("/") + name
        path = f"{path}/{relative}" if path else relative
    return AddressLiteralSpec(
        path_component=path,
        target_component=name,
        generated_component=address.generated_name if relative is None else None,
        parameters=FrozenDict(address.parameters),
    )


def changed_specs(runtime: Any, given: list[str], unmatched: Any) -> Specs:
    """What the `--changed-*` flags choose, as if it had been written on the command line."""
    from pants.vcs.git import changed_since, changed_within

    def option(name: str) -> Any:
        return runtime.option("changed", name)[0]

    since, diffspec, dependents = option("since"), option("diffspec"), option("dependents")
    flag = "--changed-diffspec" if diffspec else "--changed-since"
    if given:
        raise InvalidSpecConstraint(
            f"`{flag}` chooses targets, and so do the arguments ({' '.join(given[:3])}"
            f"{' ...' if len(given) > 3 else ''}): give one of the two."
        )
    files = changed_within(runtime, diffspec) if diffspec else changed_since(runtime, since)
    request = ChangedRequest(tuple(files), str(getattr(dependents, "value", dependents)))
    changed = runtime.request(ChangedAddresses, (request, EnvironmentName(None)))
    includes = RawSpecs.create(
        [_literal(address) for address in changed.addresses],
        description_of_origin=f"`{flag}`",
        unmatched_glob_behavior=unmatched,
        filter_by_global_options=True,
        from_change_detection=True,
    )
    return Specs(includes, RawSpecs(description_of_origin=f"`{flag}`"))


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return (
        *collect_rules(),
        QueryRule(ChangedAddresses, [ChangedRequest, EnvironmentName]),
    )
