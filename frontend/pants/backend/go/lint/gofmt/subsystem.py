"""gofmt, Go's own formatter."""

from __future__ import annotations

from pants.option.option_types import ArgsListOption, SkipOption
from pants.option.subsystem import Subsystem


class GofmtSubsystem(Subsystem):
    options_scope = "gofmt"
    name = "gofmt"
    help = "gofmt, Go's own formatter."

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(
        example="-s -e",
        extra_help="Only those that concern style are allowed: `-e`, `-r` and `-s`.",
    )
