"""`[build-deprecations-fixer]`: new names for what is deprecated."""

from __future__ import annotations

from pants.option.option_types import SkipOption
from pants.option.subsystem import Subsystem


class BUILDDeprecationsFixer(Subsystem):
    options_scope = "build-deprecations-fixer"
    name = "the fixer of deprecations"
    help = "Replaces the old names of target types and fields in BUILD files."

    skip = SkipOption("fix")
