"""Small operations on iterables and dicts."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, MutableMapping
    from typing import Any, TypeVar

    T = TypeVar("T")


def recursively_update(d: MutableMapping[Any, Any], d2: MutableMapping[Any, Any]) -> None:
    """Add the entries of the second dict to the first, merging dicts inside both."""
    for key, value in d2.items():
        if isinstance(value, dict) and isinstance(d.get(key), dict):
            recursively_update(d[key], value)
        else:
            d[key] = value


def assert_single_element(iterable: Iterable[T]) -> T:
    """The only element; StopIteration if there is none, ValueError if there are more."""
    it = iter(iterable)
    first = next(it)
    for second in it:
        raise ValueError(f"expected one element, but there are more: {first!r}, {second!r}, ...")
    return first


def partition_sequentially(
    items: Iterable[T],
    *,
    key: Callable[[T], str],
    size_target: int,
    size_max: int | None = None,
) -> Iterator[list[T]]:
    """Split items into batches of about the target size, stable when items come and go.

    The items are sorted by key; a batch ends where the key's hash says so, so that adding an
    item changes one batch or two.
    """
    from pants.engine.internals.native_engine import hash_prefix_zero_bits

    zero_bits = max(0, size_target.bit_length() - 1)
    limit = size_max if size_max is not None else 0
    if limit and limit < size_target:
        raise ValueError("size_max must not be less than size_target")
    smallest = max(1, size_target // 8)
    batch: list[T] = []
    for name, item in sorted(((key(item), item) for item in items), key=lambda pair: pair[0]):
        batch.append(item)
        full = bool(limit) and len(batch) >= limit
        if full or len(batch) >= smallest and hash_prefix_zero_bits(name) >= zero_bits:
            yield batch
            batch = []
    if batch:
        yield batch


def ensure_list(val: Any, *, expected_type: type, allow_single_scalar: bool = False) -> list[Any]:
    """The value as a list whose elements are all of the type."""
    if allow_single_scalar and isinstance(val, expected_type):
        return [val]
    if isinstance(val, (str, bytes)) or not hasattr(val, "__iter__"):
        raise ValueError(f"expected a list of {expected_type.__name__}, got {val!r}")
    result = list(val)
    for index, element in enumerate(result):
        if not isinstance(element, expected_type):
            raise ValueError(
                f"expected a list of {expected_type.__name__}, but element {index} is {element!r}"
            )
    return result


def ensure_str_list(val: Any, *, allow_single_str: bool = False) -> list[str]:
    """The value as a list of strings."""
    return ensure_list(val, expected_type=str, allow_single_scalar=allow_single_str)
