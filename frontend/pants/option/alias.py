"""Names of your own for what you often type."""

from __future__ import annotations

from pants.option.option_types import DictOption
from pants.option.subsystem import Subsystem


class CliOptions(Subsystem):
    options_scope = "cli"
    help = "The command line itself."

    alias = DictOption[str](
        help="Words, and what they stand for: `{'green': 'lint test'}` makes `pants green ::` "
        "run both. A word may begin with `--`, and stand for other such words.",
    )
