"""rustfmt, Rust's own formatter."""

from __future__ import annotations

from pants.option.option_types import SkipOption
from pants.option.subsystem import Subsystem


class RustfmtSubsystem(Subsystem):
    options_scope = "rustfmt"
    name = "rustfmt"
    help = "rustfmt, Rust's own formatter."

    skip = SkipOption("fmt", "lint")
