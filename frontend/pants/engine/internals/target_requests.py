"""Requests to generate targets, made from what the engine knows of the generators."""

from __future__ import annotations

from pants.engine.internals.native_engine import current_runtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.internals.native_engine import Address, Target
    from pants.engine.internals.target_generation import GenerateTargetsRequest


def import_qualified(name: str) -> Any:
    """The object "module:QualName"."""
    from importlib import import_module

    module, _, qualname = name.partition(":")
    value: Any = import_module(module)
    for part in qualname.split("."):
        value = getattr(value, part)
    return value


def make_target(address: Address) -> Target:
    """The target at an address, as the object that plugins know."""
    _, class_id, values, _, origin, _ = current_runtime().target_info(address)
    return import_qualified(class_id)(values, address, description_of_origin=origin)


def _request_class(
    target_type: type, request_classes: Iterable[type[GenerateTargetsRequest]]
) -> type[GenerateTargetsRequest] | None:
    for request_class in request_classes:
        if request_class.generate_from is target_type:
            return request_class
    return None


def requests_for(
    pending: Iterable[tuple[Address, str, list[tuple[Address, dict[str, Any]]]]],
    request_classes: list[type[GenerateTargetsRequest]],
) -> list[GenerateTargetsRequest]:
    """One request for each parametrization of each generator that some rule expands."""
    result = []
    for address, class_id, templates in pending:
        target_type = import_qualified(class_id)
        request_class = _request_class(target_type, request_classes)
        if request_class is None:
            continue
        generator = make_target(address)
        overrides = getattr(generator, "flattened_overrides", dict)()
        for template_address, template in templates:
            result.append(request_class(generator, template_address, template, overrides))
    return result
