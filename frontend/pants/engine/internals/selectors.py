"""Awaiting several rule calls at once, and the values given to the engine by type."""

from __future__ import annotations

from pants.engine.internals.native_engine import Call, _Concurrently

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ("Call", "Params", "concurrently")


def concurrently(*args: Any) -> Any:
    """Await several calls at the same time; the result is a tuple of their values.

    Takes one iterable of calls, or the calls themselves. A call is what calling a rule returns, a
    coroutine of a plain async function, or another `concurrently`.
    """
    if len(args) == 1:
        only = args[0]
        if _is_awaitable(only):
            return _Concurrently((only,))
        if only is None or isinstance(only, (str, bytes)) or not hasattr(only, "__iter__"):
            raise _bad_arguments(args)
        return _Concurrently(tuple(only))
    if any(arg is None for arg in args):
        if all(arg is None for arg in args):
            raise ValueError(f"Unexpected concurrently() None arguments: {_shown(args)}")
        last = max(i for i, arg in enumerate(args) if arg is not None)
        if any(arg is None for arg in args[: last + 1]):
            raise ValueError(f"Unexpected concurrently() None arguments: {_shown(args)}")
        args = args[: last + 1]
    if not all(_is_awaitable(arg) for arg in args):
        raise _bad_arguments(args)
    return _Concurrently(args)


def _is_awaitable(value: object) -> bool:
    return isinstance(value, (Call, _Concurrently)) or hasattr(value, "cr_await")


def _shown(args: Iterable[Any]) -> str:
    return ", ".join(repr(arg) for arg in args)


def _bad_arguments(args: tuple[Any, ...]) -> TypeError:
    kinds = ", ".join(type(arg).__name__ for arg in args)
    return TypeError(f"Unexpected concurrently() argument types: {kinds}: {_shown(args)}")


class Params:
    """Values handed to the engine, each found by its type, which no two may share."""

    __slots__ = ("params",)

    def __init__(self, *args: Any) -> None:
        self.params = tuple(args)

    def __eq__(self, other: object) -> bool:
        return type(other) is Params and other.params == self.params

    def __hash__(self) -> int:
        return hash(self.params)

    def __repr__(self) -> str:
        return f"Params({_shown(self.params)})"


_RETIRED = ("Get", "MultiGet", "Effect")


def __getattr__(name: str) -> Any:
    if name in _RETIRED:
        from pants.engine.internals import old_selectors

        return getattr(old_selectors, name)
    if name.startswith("__"):
        raise AttributeError(name)
    from pants.base.retired import module_getattr

    return module_getattr(__name__, name)
