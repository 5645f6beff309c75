"""The former way of asking for values by type, so that older plugins import and register.

`Get` and `MultiGet` describe requests; running rules that await them is not supported yet, and
says so.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any


class OldRequestError(NotImplementedError):
    """A rule awaits a request of the former API, which cannot be answered yet."""


class Awaitable:
    """Base of the requests of the former API."""

    __slots__ = ("output_type", "inputs", "input_types")

    output_type: type
    inputs: tuple[Any, ...]
    input_types: tuple[type, ...]

    if not TYPE_CHECKING:

        def __class_getitem__(cls, item: object) -> type:
            return cls

    def __await__(self) -> Generator[Any, None, Any]:
        raise OldRequestError(
            f"A rule awaits {self!r}: rules written for the Get API cannot run yet. Call the rule "
            f"that returns {self.output_type.__name__} by its name."
        )
        yield  # the method is a generator, as awaiting demands

    def __repr__(self) -> str:
        kinds = ", ".join(t.__name__ for t in self.input_types)
        return f"{type(self).__name__}({self.output_type.__name__}, ({kinds}))"


class Get(Awaitable):
    """A request for a value of a type.

    Forms: `Get(Out)`, `Get(Out, value)`, `Get(Out, In, value)`, `Get(Out, {value: In, ...})`.
    """

    __slots__ = ()

    def __init__(self, output_type: type, *args: Any) -> None:
        self.output_type = output_type
        if len(args) > 2:
            raise TypeError(f"Get takes an output type and at most two more, got {len(args)}.")
        if len(args) == 2:
            declared, value = args
            if not isinstance(declared, type):
                raise TypeError(f"The second argument of Get must be a type, not {declared!r}.")
            self.input_types, self.inputs = (declared,), (value,)
        elif args and isinstance(args[0], dict):
            self.inputs, self.input_types = tuple(args[0]), tuple(args[0].values())
        else:
            self.inputs, self.input_types = tuple(args), tuple(type(a) for a in args)


class Effect(Get):
    """A request that has a side effect."""

    __slots__ = ()


class MultiGet:
    """Several requests at once; awaiting it awaits all."""

    __slots__ = ("gets",)

    if not TYPE_CHECKING:

        def __class_getitem__(cls, item: object) -> type:
            return cls

    def __init__(self, *args: Any) -> None:
        only = args[0] if len(args) == 1 else None
        is_one = only is None or isinstance(only, Awaitable) or hasattr(only, "cr_await")
        self.gets = tuple(args if is_one else only)

    def __await__(self) -> Generator[Any, None, Any]:
        from pants.engine.internals.selectors import concurrently

        return (yield from concurrently(self.gets).__await__())


def rule_helper(func: Any = None, **_: Any) -> Any:
    """A mark on async helpers of rules; any async function is one today."""
    return func if func is not None else lambda decorated: decorated


class GetParseError(ValueError):
    """A request is written in a way that cannot be understood."""


def SubsystemRule(subsystem: Any) -> Any:  # noqa: N802 - its public name
    """The rule that provides a subsystem, as plugins registered it once."""
    return subsystem._construct_subsystem_rule()
