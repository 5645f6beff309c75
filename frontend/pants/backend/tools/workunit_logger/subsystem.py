"""`[workunit-logger]`: what happened in a run, in a file."""

from __future__ import annotations

from pants.option.option_types import BoolOption, StrOption
from pants.option.subsystem import Subsystem


class WorkunitLogger(Subsystem):
    options_scope = "workunit-logger"
    help = "Writes all steps of the work of a run into a file, as JSON."

    enabled = BoolOption(
        "--enabled",
        default=False,
        help="Write the file.",
    )
    logdir = StrOption(
        "--logdir",
        default=".pants.d",
        help="The folder for the files, which are named after the run.",
    )
