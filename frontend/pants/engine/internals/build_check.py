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


def _check(evaluator: Evaluator, field: str, value: Any, target: Any, line: int) -> None:
    folder = evaluator.path.rpartition("/")[0]
    if (not folder and target is None) or not isinstance(target, str | None):
        return  # the engine says what is wrong with the name
    try:
        field_class = import_qualified(field)
    except AttributeError:
        return  # made only when its backend registers: nothing that a BUILD file needs
    try:
        if isinstance(value, ObjectCall):
            value = evaluator.make_object(value.symbol, value.args, value.kwargs)
        field_class(value, Address(folder, target_name=target))
    except Exception as e:
        raise BuildFileError(f"{evaluator.path}:{line}: {e}") from e
