"""Options that the goals with many tools (`check`, `fix`, `fmt`, `lint`) have in common."""

from __future__ import annotations

from pants.option.option_types import IntOption, StrListOption


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
