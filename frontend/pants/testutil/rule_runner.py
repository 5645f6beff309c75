"""Running the body of a rule by hand, with other functions for the rules that it calls."""

from __future__ import annotations

from contextlib import contextmanager

from pants.engine.internals.native_engine import Call, _Concurrently
from pants.engine.rules import QueryRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from pants.engine.console import Console

__all__ = ("QueryRule", "mock_console", "run_rule_with_mocks")


def run_rule_with_mocks(
    rule: Any,
    *,
    rule_args: Sequence[Any] = (),
    mock_calls: Mapping[str, Callable[..., Any]] | None = None,
    union_membership: Any = None,
    show_warnings: bool = True,
) -> Any:
    """The answer of a rule whose calls are answered by functions, by the names of the rules.

    A function gets the positional arguments of the call, and then what was passed implicitly: the
    value if there is one, as the keyword `__implicitly` if the function has such a parameter.
    """
    task = getattr(rule, "rule", None)
    func = task.func if task is not None else rule
    mocks = dict(mock_calls or {})
    used: set[str] = set()
    result = func(*rule_args)
    if not hasattr(result, "send"):
        return result
    answer = _drive(result, mocks, used)
    if show_warnings:
        for name in sorted(set(mocks) - used):
            print(f"the mock of {name} was never called")
    return answer


def _drive(coroutine: Any, mocks: Mapping[str, Callable[..., Any]], used: set[str]) -> Any:
    to_send: Any = None
    try:
        while True:
            awaited = coroutine.send(to_send)
            to_send = _answer(awaited, mocks, used)
    except StopIteration as e:
        return e.value


def _answer(awaited: Any, mocks: Mapping[str, Callable[..., Any]], used: set[str]) -> Any:
    if isinstance(awaited, _Concurrently):
        return tuple([_answer(item, mocks, used) for item in awaited.calls])
    if isinstance(awaited, Call):
        return _call(awaited, mocks, used)
    if hasattr(awaited, "send"):
        return _drive(awaited, mocks, used)
    raise AssertionError(f"the rule awaits {awaited!r}, which is not the call of a rule")


def _call(call: Call, mocks: Mapping[str, Callable[..., Any]], used: set[str]) -> Any:
    name = call.rule_id
    mock = mocks.get(name)
    if mock is None:
        raise AssertionError(f"no mock answers the call of the rule {name}")
    used.add(name)
    implicit = call.implicit_args
    code = getattr(mock, "__code__", None)
    if implicit and code is not None and "__implicitly" in code.co_varnames[: code.co_argcount]:
        answer = mock(*call.args, __implicitly=(dict(implicit),))
    else:
        answer = mock(*call.args, *implicit)
    return _drive(answer, mocks, used) if hasattr(answer, "send") else answer


@contextmanager
def mock_console(
    options_bootstrapper: Any = None, *, use_colors: bool = False
) -> Iterator[tuple[Console, Any]]:
    """A console, and a reader of what was written to it. The options do not matter here."""
    import io

    from pants.engine.console import Console

    stdout, stderr = io.StringIO(), io.StringIO()
    yield Console(stdout, stderr, use_colors=use_colors), _Reader(stdout, stderr)


class _Reader:
    """What was written to the streams of a console."""

    def __init__(self, stdout: Any, stderr: Any) -> None:
        self._stdout = stdout
        self._stderr = stderr

    def get_stdout(self) -> str:
        """What was written to standard output."""
        return self._stdout.getvalue()

    def get_stderr(self) -> str:
        """What was written to standard error."""
        return self._stderr.getvalue()
