"""Rules about Python target types."""

from __future__ import annotations

from pants.backend.python.macros.generator_requests import GenerateTargetsFromPexBinaries
from pants.engine.internals.target_errors import InvalidFieldException
from pants.engine.internals.target_generation import (
    GeneratedTargets,
    GenerateTargetsRequest,
    raw_values_of,
)
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.rules import Rule


@rule(desc="Generate `pex_binary` targets from `pex_binaries`")
async def generate_targets_from_pex_binaries(
    request: GenerateTargetsFromPexBinaries,
) -> GeneratedTargets:
    """A `pex_binary` for each entry point."""
    generator = request.generator
    entry_points = _entry_points(raw_values_of(generator).get("entry_points"), request)
    overrides = request.require_unparametrized_overrides() if request.overrides else {}
    unused = sorted(name for name in overrides if name not in entry_points)
    if unused:
        raise InvalidFieldException(
            f"The field `overrides` of the target {request.template_address} names what is not in "
            f"its `entry_points`: {', '.join(unused)}. They are: {', '.join(sorted(entry_points))}",
            description_of_origin=generator.description_of_origin,
        )
    return GeneratedTargets.from_raw(
        generator,
        [
            (
                "pex_binary",
                request.template_address.create_generated(entry_point.replace(":", "-")),
                {
                    **request.template,
                    "entry_point": entry_point,
                    **overrides.get(entry_point, {}),
                },
            )
            for entry_point in entry_points
        ],
    )


def _entry_points(value: Any, request: GenerateTargetsRequest) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise InvalidFieldException(
            f"The field `entry_points` of the target {request.generator_address} must be a list "
            f"of strings, but is {value!r}.",
            description_of_origin=request.generator.description_of_origin,
        )
    return list(dict.fromkeys(value))


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *collect_rules(),
        UnionRule(GenerateTargetsRequest, GenerateTargetsFromPexBinaries),
    )
