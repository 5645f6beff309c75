"""Assertions for pytest."""

from __future__ import annotations

from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


@contextmanager
def no_exception() -> Iterator[None]:
    """The opposite of `pytest.raises`: whatever is raised fails the test."""
    try:
        yield
    except BaseException as e:
        raise AssertionError(f"nothing should be raised, but there was {e!r}") from e


def assert_logged(
    caplog: Any,
    expect_logged: Sequence[tuple[int, str]] | None = None,
    exclusively: bool = True,
) -> None:
    """Check that lines were logged: each with its level and a part of its text."""
    records = [(record.levelno, record.getMessage()) for record in caplog.records]
    if not expect_logged:
        assert not records, f"nothing should be logged, but there was {records}"
        return
    for level, text in expect_logged:
        matching = [r for r in records if r[0] == level and text in r[1]]
        assert matching, f"no line at level {level} has {text!r}; there are {records}"
    if exclusively:
        assert len(records) == len(expect_logged), f"more was logged than expected: {records}"
