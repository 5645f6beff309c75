"""From the arguments of the command line to addresses.

The targets of a repository live in the engine; this module says in which order it is asked, and
runs the rules that some targets come from: synthetic targets before BUILD files are read,
generators of plugins and of requirements after.
"""

from __future__ import annotations

from pants.base.specs import Specs
from pants.engine.addresses import Addresses
from pants.engine.internals.generation_rules import generate_targets
from pants.engine.internals.native_engine import current_runtime
from pants.engine.internals.synthetic_targets import (
    SyntheticTargetsRequest,
    get_synthetic_targets_address_maps,
)
from pants.engine.internals.target_generation import GenerateTargetsRequest
from pants.engine.rules import _uncacheable_rule as uncacheable_rule
from pants.engine.rules import concurrently, implicitly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.base.specs import RawSpecs
    from pants.engine.internals.synthetic_targets import SyntheticAddressMap


def _texts(raw: RawSpecs, sign: str = "") -> list[str]:
    texts = [
        str(spec)
        for kind in (
            raw.address_literals,
            raw.file_literals,
            raw.file_globs,
            raw.dir_globs,
            raw.recursive_globs,
        )
        for spec in kind
    ]
    texts += [spec.directory or "." for spec in raw.dir_literals]
    return [sign + text for text in texts]


def _statements(address_map: SyntheticAddressMap) -> list[tuple[Any, ...]]:
    """What a BUILD file with these targets would have said."""
    return [
        ("t", adaptor.type_alias, {"name": name, **adaptor.kwargs}, 0)
        for name, adaptor in address_map.name_to_target_adaptor.items()
    ]


def _members(union: type) -> list[type]:
    """The classes that are registered for a union."""
    return current_runtime().union_members(union)


async def load_targets(texts: list[str]) -> None:
    """Have the engine know all targets that specs may mean, generated ones included."""
    runtime = current_runtime()
    if "synthetic" not in runtime.extra:
        requests = [
            member(SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS)
            for member in _members(SyntheticTargetsRequest)
        ]
        answers = await concurrently(
            get_synthetic_targets_address_maps(**implicitly({request: SyntheticTargetsRequest}))
            for request in requests
        )
        for maps in answers:
            for address_map in maps:
                path = address_map.path
                runtime.targets_add_synthetic(
                    path.rpartition("/")[0], path, _statements(address_map)
                )
        runtime.extra["synthetic"] = True
    pending = runtime.targets_load(texts)
    if pending:
        from pants.engine.internals.target_requests import requests_for

        todo = requests_for(pending, _members(GenerateTargetsRequest))
        generated = await concurrently(
            generate_targets(**implicitly({request: GenerateTargetsRequest})) for request in todo
        )
        for request, targets in zip(todo, generated):
            runtime.targets_generated(request.generator_address, targets.raw_targets())


@uncacheable_rule(
    canonical_name="pants.engine.internals.specs_rules.resolve_addresses_from_specs",
    desc="Resolve addresses from specs",
)
async def resolve_addresses_from_specs(specs: Specs) -> Addresses:
    """The addresses that the whole command line means, filters applied."""
    runtime = current_runtime()
    includes, ignores = specs.includes, specs.ignores
    texts = _texts(includes) + _texts(ignores, "-")
    await load_targets(texts)
    return Addresses(
        runtime.targets_pick(
            texts,
            unmatched=includes.unmatched_glob_behavior.value,
            **(_filters(runtime) if includes.filter_by_global_options else {}),
        )
    )


def _filters(runtime: Any) -> dict[str, Any]:
    """What `--tag` and the `--filter-*` options say."""

    def value(scope: str, name: str) -> Any:
        return runtime.option(scope, name)[0]

    def regexes(name: str) -> list[str]:
        terms = value("filter", name)
        for term in terms:
            _check_regexes(term, f"--filter-{name.replace('_', '-')}")
        return terms

    return {
        "tags": value("", "tag"),
        "target_types": value("filter", "target_type"),
        "granularity": value("filter", "granularity"),
        "address_regexes": regexes("address_regex"),
        "tag_regexes": regexes("tag_regex"),
    }


def _check_regexes(term: str, flag: str) -> None:
    """Refuse what is no regular expression; commas separate several, a sign stands in front."""
    import re

    for pattern in (term[1:] if term[:1] in ("+", "-") else term).split(","):
        try:
            re.compile(pattern)
        except re.error as e:
            raise ValueError(f"`{flag}`: `{pattern}` is no regular expression: {e}.") from None


def rules() -> list[Any]:
    """The rules of this module."""
    return [resolve_addresses_from_specs]
