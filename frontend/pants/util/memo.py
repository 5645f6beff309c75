"""Remembering what functions, methods and properties returned.

Each decorated function has its own `LockedMap`: threads that ask for one key wait for one
computation, other keys are computed at the same time, and an exception is not remembered.
"""

from __future__ import annotations

from pants.engine.internals.native_engine import LockedMap
from pants.util.meta import classproperty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def equal_args(*args: Any, **kwargs: Any) -> Any:
    """The key of a call: equal arguments are the same call."""
    return (args, tuple(sorted(kwargs.items()))) if kwargs else args


class InstanceKey:
    """Stands for an object by identity."""

    __slots__ = ("_instance", "_hash")

    def __init__(self, instance: object) -> None:
        self._instance = instance
        self._hash = hash((id(instance), type(self)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, InstanceKey) and self._instance is other._instance

    def __repr__(self) -> str:
        return f"InstanceKey({self._instance!r})"


def per_instance(*args: Any, **kwargs: Any) -> Any:
    """The key of a method call: the instance counts by identity."""
    return equal_args(InstanceKey(args[0]), *args[1:], **kwargs)


def memoized(
    func: Any = None, key_factory: Callable[..., Any] = equal_args, **keywords: Any
) -> Any:
    """Remember what a function returned for which arguments.

    The function gets `put(*args)` (a context manager that yields a setter), `forget(*args)` and
    `clear()`.
    """
    if "cache_factory" in keywords:
        keywords.pop("cache_factory")
        from pants.base.deprecated import warn_or_error

        warn_or_error(
            removal_version="3.0.0.dev0",
            entity="the cache_factory argument to @memoized",
            hint="It has no effect: leave it out.",
        )
    if keywords:
        raise TypeError(f"@memoized does not take {', '.join(keywords)}.")
    if func is None:
        return lambda decorated: memoized(decorated, key_factory=key_factory)
    if not hasattr(func, "__code__") and not callable(func):
        raise ValueError("@memoized decorates a function itself: put it below other decorators.")
    return _memoize(func, key_factory)


def _memoize(func: Any, key_factory: Callable[..., Any]) -> Any:
    results = LockedMap()

    def memoize(*args: Any, **kwargs: Any) -> Any:
        return results.get_or_insert(key_factory(*args, **kwargs), lambda: func(*args, **kwargs))

    def put(*args: Any, **kwargs: Any) -> _Putter:
        return _Putter(results, key_factory(*args, **kwargs))

    def forget(*args: Any, **kwargs: Any) -> None:
        results.remove(key_factory(*args, **kwargs))

    memoize.put = put  # type: ignore[attr-defined]
    memoize.forget = forget  # type: ignore[attr-defined]
    memoize.clear = results.clear  # type: ignore[attr-defined]
    for name in ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__"):
        if hasattr(func, name):
            setattr(memoize, name, getattr(func, name))
    memoize.__wrapped__ = func  # type: ignore[attr-defined]
    return memoize


class _Putter:
    """Yields a function that sets the remembered result."""

    def __init__(self, results: Any, key: Any) -> None:
        self._results = results
        self._key = key

    def __enter__(self) -> Callable[[Any], None]:
        return lambda result: self._results.insert(self._key, result)

    def __exit__(self, *_: object) -> None:
        return None


def memoized_method(func: Any = None, key_factory: Callable[..., Any] = per_instance) -> Any:
    """Remember what a method returned, for each instance by identity."""
    if func is None:
        return lambda decorated: memoized_method(decorated, key_factory=key_factory)
    return memoized(func, key_factory=key_factory)


def memoized_classmethod(func: Any = None, key_factory: Callable[..., Any] = per_instance) -> Any:
    """Remember what a class method returned, for each class."""
    if func is None:
        return lambda decorated: memoized_classmethod(decorated, key_factory=key_factory)
    return classmethod(memoized_method(func, key_factory=key_factory))


def memoized_classproperty(func: Any = None, key_factory: Callable[..., Any] = per_instance) -> Any:
    """Remember the value of a property of the class, for each class."""
    if func is None:
        return lambda decorated: memoized_classproperty(decorated, key_factory=key_factory)
    return classproperty(memoized_method(func, key_factory=key_factory))


def memoized_staticmethod(func: Any = None, key_factory: Callable[..., Any] = equal_args) -> Any:
    """Remember what a static method returned."""
    if func is None:
        return lambda decorated: memoized_staticmethod(decorated, key_factory=key_factory)
    return staticmethod(memoized(func, key_factory=key_factory))


def memoized_property(func: Any = None, key_factory: Callable[..., Any] = per_instance) -> Any:
    """Remember the value of a property, for each instance; `del` forgets it."""
    if func is None:
        return lambda decorated: memoized_property(decorated, key_factory=key_factory)
    getter = memoized_method(func, key_factory=key_factory)
    return property(fget=getter, fdel=getter.forget, doc=func.__doc__)


def testable_memoized_property(
    func: Any = None, key_factory: Callable[..., Any] = per_instance
) -> Any:
    """A `memoized_property` whose value a test may set."""
    if func is None:
        return lambda decorated: testable_memoized_property(decorated, key_factory=key_factory)
    getter = memoized_method(func, key_factory=key_factory)

    def setter(instance: Any, value: Any) -> None:
        with getter.put(instance) as put:
            put(value)

    return property(fget=getter, fset=setter, fdel=getter.forget, doc=func.__doc__)


testable_memoized_property.__test__ = False  # type: ignore[attr-defined]
