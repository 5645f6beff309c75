"""Checks values of BUILD files whose field alone knows what is right.

The engine checks plain values by the kind of their field. A field class with a rule of its own is
asked here, once, when a BUILD file runs; the engine then keeps what the file said.
"""

from __future__ import annotations

from pants.engine.internals.build_eval import BuildFileError, ObjectCall
from pants.engine.internals.native_engine import Address
from pants.engine.internals.parametrize_value import Parametrize
from pants.engine.internals.target_requests import import_qualified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.internals.build_eval import Evaluator

#: By target type: its fields that have rules of their own, by name.
_checked: dict[str, dict[str, str]] = {}


def _fields(evaluator: Evaluator, alias: str) -> dict[str, str]:
    found = _checked.get(alias)
    if found is None:
        found = _checked[alias] = {
            name: field
            for name, field in evaluator.fields_of(alias)
            if evaluator.runtime.declaration("fields", field)["custom"]
        }
    return found


def _values(value: Any) -> Iterable[Any]:
    """The value, or all that a parametrized one stands for."""
    if isinstance(value, Parametrize):
        return (*value.args, *value.kwargs.values())
    return (value,)


def check_statement(evaluator: Evaluator, alias: str, keywords: dict[str, Any], line: int) -> None:
    """Refuse a target with a value that its field does not take."""
    fields = _fields(evaluator, alias)
    for name in fields.keys() & keywords.keys():
        for value in _values(keywords[name]):
            if value is not None:
                _check(evaluator, fields[name], value, keywords.get("name"), line)
    declaration = evaluator.runtime.declaration("targets", alias)
    if declaration and declaration["validates"]:
        _check_together(evaluator, declaration["class"], keywords, line)


def _check(evaluator: Evaluator, field: str, value: Any, target: Any, line: int) -> None:
    folder = evaluator.path.rpartition("/")[0]
    if (not folder and target is None) or not isinstance(target, str | None):
        return  # the engine says what is wrong with the name
    try:
        field_class = import_qualified(field)
    except AttributeError:
        return  # made only when its backend registers: nothing that a BUILD file needs
    try:
        field_class(_made(evaluator, value), Address(folder, target_name=target))
    except Exception as e:
        raise BuildFileError(f"{evaluator.path}:{line}: {e}") from e


def _check_together(
    evaluator: Evaluator, target_class: str, keywords: dict[str, Any], line: int
) -> None:
    """Refuse values that do not go together, as the target type itself says."""
    folder = evaluator.path.rpartition("/")[0]
    name = keywords.get("name")
    if (not folder and not name) or any(isinstance(v, Parametrize) for v in keywords.values()):
        return
    target = import_qualified(target_class)
    fields = {field.alias: field for field in target.core_fields}
    if any(field.required and alias not in keywords for alias, field in fields.items()):
        return  # a default of the folder may say more
    address = Address(folder, target_name=name or None)
    values = {k: _made(evaluator, v) for k, v in keywords.items() if k in fields}
    try:
        for alias, value in values.items():
            fields[alias](value, address)
    except Exception:
        return  # the engine says it of that field
    try:
        target(values, address)
    except Exception as e:
        raise BuildFileError(f"{evaluator.path}:{line}: {e}") from e


def _made(evaluator: Evaluator, value: Any) -> Any:
    """The value with the calls of constructors in it made."""
    if isinstance(value, ObjectCall):
        args = tuple(_made(evaluator, arg) for arg in value.args)
        kwargs = {name: _made(evaluator, v) for name, v in value.kwargs.items()}
        return evaluator.make_object(value.symbol, args, kwargs)
    if isinstance(value, (list, tuple)):
        return type(value)(_made(evaluator, v) for v in value)
    if isinstance(value, dict):
        return {_made(evaluator, k): _made(evaluator, v) for k, v in value.items()}
    return value
