"""The rule behind `pants_requirements`."""

from __future__ import annotations

from pants.engine.internals.target_generation import (
    ClassByName,
    GeneratedTargets,
    GenerateTargetsRequest,
    raw_values_of,
)
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule
from pants.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.rules import Rule

#: Distributions, and the modules that plugins import from them.
_API = ("pantsbuild.pants", "pants")
_TESTUTIL = ("pantsbuild.pants.testutil", "pants.testutil")


class GenerateFromPantsRequirementsRequest(GenerateTargetsRequest):
    """Asks for the targets of a `pants_requirements`."""

    takes_declared_generator = True
    generate_from = ClassByName(  # type: ignore[assignment]
        "pants.backend.plugin_development.pants_requirements:PantsRequirementsTargetGenerator"
    )


@rule(desc="Generate targets from `pants_requirements`")
async def generate_from_pants_requirements(
    request: GenerateFromPantsRequirementsRequest,
) -> GeneratedTargets:
    """A target for each distribution that plugins are written against."""
    values = raw_values_of(request.generator)
    version = values.get("version_spec") or f"== {VERSION}"
    find_links = values.get("_find_links")
    distributions = [_API, _TESTUTIL] if values.get("testutil", True) else [_API]
    raw = []
    for name, module in distributions:
        fields: dict[str, Any] = {
            **request.template,
            "requirements": [f"{name}{version}"],
            "modules": [module],
        }
        if find_links:
            fields["_find_links"] = find_links
        raw.append(("python_requirement", request.template_address.create_generated(name), fields))
    return GeneratedTargets.from_raw(request.generator, raw)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *collect_rules(),
        UnionRule(GenerateTargetsRequest, GenerateFromPantsRequirementsRequest),
    )
