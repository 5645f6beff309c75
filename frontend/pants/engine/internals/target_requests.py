"""Requests to generate targets, made from what the engine knows of the generators."""

from __future__ import annotations

from pants.engine.internals.native_engine import current_runtime
from pants.engine.internals.parametrize_value import Parametrize
from pants.engine.internals.target_errors import InvalidFieldException
from pants.engine.internals.target_generation import DeclaredGenerator

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
    return _declared(address).target


def _declared(address: Address) -> DeclaredGenerator:
    _, class_id, values, _, origin, _ = current_runtime().target_info(address)
    return DeclaredGenerator(address, values, class_id, origin)


def target_from_raw(alias: str, address: Address, values: dict[str, Any]) -> Target:
    """The object for a target that is given by the name of its type and raw values."""
    declaration = current_runtime().declaration("targets", alias)
    return import_qualified(declaration["class"])(values, address)


def requests_for(
    pending: Iterable[tuple[Address, str, list[tuple[Address, dict[str, Any]]]]],
    request_classes: list[type[GenerateTargetsRequest]],
) -> list[GenerateTargetsRequest]:
    """One request for each parametrization of each generator that some rule expands."""
    result = []
    for address, class_id, templates in pending:
        request_class = next((c for c in request_classes if c.generates_from(class_id)), None)
        if request_class is None:
            continue
        declared = _declared(address)
        generator: Any = declared
        if not request_class.takes_declared_generator:
            generator = declared.target
        overrides = _flatten(declared.raw_values.get("overrides"), address)
        for template_address, template in templates:
            expanded = {
                name: _expand(template_address, fields) for name, fields in overrides.items()
            }
            result.append(request_class(generator, template_address, template, expanded))
    return result


def _flatten(overrides: Any, address: Address) -> dict[str, dict[str, Any]]:
    """The overrides of each name, merged from all entries that it is in."""
    result: dict[str, dict[str, Any]] = {}
    for names, fields in (overrides or {}).items():
        for name in (names,) if isinstance(names, str) else names:
            merged = result.setdefault(name, {})
            for field, value in fields.items():
                if field in merged:
                    raise InvalidFieldException(
                        f"The 'overrides' field in {address} sets the field `{field}` of `{name}` "
                        "more than once: keep one of the entries."
                    )
                merged[field] = value
    return result


def _expand(address: Address, fields: dict[str, Any]) -> dict[Address, dict[str, Any]]:
    """The fields by address: one, or several if values are parametrized."""
    if not any(isinstance(value, Parametrize) for value in fields.values()):
        return {address: fields}
    from pants.engine.internals.parametrize import Parametrize as Expander

    return dict(
        Expander.expand(
            address,
            {
                name: Expander(*value.args, **value.kwargs)
                if isinstance(value, Parametrize)
                else value
                for name, value in fields.items()
            },
        )
    )
