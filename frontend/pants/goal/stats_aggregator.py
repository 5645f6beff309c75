"""Numbers about a run: hits and misses of caches, times, memory."""

from __future__ import annotations

from pants.option.option_types import BoolOption, EnumOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class StatsOutputFormat(PlainEnum):
    text = "text"
    jsonlines = "jsonlines"


class StatsAggregatorSubsystem(Subsystem):
    options_scope = "stats"
    help = "Numbers about each run, shown at its end."

    log = BoolOption(
        default=False,
        advanced=True,
        help="Show counters, such as hits of caches, at the end of the run.",
    )
    memory_summary = BoolOption(
        default=False,
        advanced=True,
        help="Show what the engine remembers, by kind, at the end of the run.",
    )
    output_file = StrOption(
        default=None,
        metavar="<path>",
        help="Write the numbers to this file instead of the log.",
    )
    format = EnumOption(
        default=StatsOutputFormat.text,
        help="`text` is for people. `jsonlines` appends one line of JSON a run.",
    )


def rules() -> tuple[object, ...]:
    return StatsAggregatorSubsystem.rules()
