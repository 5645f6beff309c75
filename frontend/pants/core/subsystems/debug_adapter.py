"""Where debuggers listen."""

from __future__ import annotations

from pants.option.option_types import IntOption, StrOption
from pants.option.subsystem import Subsystem


class DebugAdapterSubsystem(Subsystem):
    options_scope = "debug-adapter"
    help = "Where a debugger waits for an editor, with `--debug-adapter`."

    host = StrOption(
        default="127.0.0.1",
        help="The address to listen on, as seen from the machine of the editor.",
    )
    port = IntOption(
        default=5678,
        help="The port to listen on.",
    )
