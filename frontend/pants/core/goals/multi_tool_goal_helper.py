"""Options that the goals with many tools (`check`, `fix`, `fmt`, `lint`) have in common."""

from __future__ import annotations

from pants.option.option_types import IntOption, StrListOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol

    from pants.option.option_types import SkipOption
else:

    class Protocol:
        """At run time a protocol is a plain class."""


class SkippableSubsystem(Protocol):
    """The options of a tool that can be left out."""

    options_scope: str
    skip: SkipOption


class OnlyOption(StrListOption):
    """`--only`: run some of the goal's tools and no others."""

    def __init__(self, tool_description: str, example1: str, example2: str) -> None:
        super().__init__(
            "--only",
            help=f"Run only these {tool_description}s, named like their options' scopes: "
            f"`['{example1}', '{example2}']`.",
        )


class BatchSizeOption(IntOption):
    """`--batch-size`: about how many files one process of a tool is given."""

    def __init__(self, uppercase: str, lowercase: str) -> None:
        super().__init__(
            "--batch-size",
            advanced=True,
            default=128,
            help=f"About how many files one {lowercase} process is given. {uppercase}s that start "
            "slowly gain from more; with fewer, an edit makes less run again.",
        )


def determine_specified_tool_ids(
    goal_name: str, only_option: Iterable[str], all_requests: Iterable[Any]
) -> set[str]:
    """The tools to run: those of `--only`, or all."""
    known = {request.tool_id for request in all_requests}
    chosen = set(only_option)
    unknown = sorted(chosen - known)
    if unknown:
        raise ValueError(
            f"`[{goal_name}].only` names what is no tool of this goal: {', '.join(unknown)}. "
            f"There are: {', '.join(sorted(known))}."
        )
    return chosen or known
