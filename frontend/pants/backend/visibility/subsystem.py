"""`[visibility]`: rules about who may depend on whom."""

from __future__ import annotations

from pants.option.option_types import BoolOption, SkipOption
from pants.option.subsystem import Subsystem


class VisibilitySubsystem(Subsystem):
    options_scope = "visibility"
    name = "the check of dependency rules"
    help = "Rules in BUILD files about who may depend on whom."

    skip = SkipOption("lint")
    enforce = BoolOption(
        default=True,
        help="Fail each goal that meets a forbidden dependency. Without it only `lint` does.",
    )
