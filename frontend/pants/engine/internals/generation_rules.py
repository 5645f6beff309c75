"""The rules that plugins implement to generate targets and sources."""

from __future__ import annotations

from pants.engine.environment import EnvironmentName
from pants.engine.internals.sources_requests import GeneratedSources, GenerateSourcesRequest
from pants.engine.internals.target_generation import GeneratedTargets, GenerateTargetsRequest
from pants.engine.rules import collect_rules, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


@rule(polymorphic=True, canonical_name="pants.engine.target.generate_targets")
async def generate_targets(req: GenerateTargetsRequest) -> GeneratedTargets:
    """The targets of a generator: each member of the union has a rule of its own."""
    raise NotImplementedError(f"No rule generates targets for {type(req).__name__}.")


@rule(polymorphic=True, canonical_name="pants.engine.target.generate_sources")
async def generate_sources(
    req: GenerateSourcesRequest, env_name: EnvironmentName
) -> GeneratedSources:
    """Files made from a target: each member of the union has a rule of its own."""
    raise NotImplementedError(f"No rule generates sources for {type(req).__name__}.")


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
