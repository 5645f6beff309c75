"""How Go counts covered statements."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum


class GoCoverMode(PlainEnum):
    """What is recorded of each statement: that it ran, how often, or how often across threads."""

    SET = "set"
    COUNT = "count"
    ATOMIC = "atomic"
