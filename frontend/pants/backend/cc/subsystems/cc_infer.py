"""What is inferred from C and C++ files."""

from __future__ import annotations

from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class CCInferSubsystem(Subsystem):
    options_scope = "cc-infer"
    help = "What is inferred from C and C++ files."

    includes = BoolOption(
        default=True,
        help="Whether a target's dependencies are inferred from its `#include` lines.",
    )
    include_from_source_roots = BoolOption(
        default=True,
        help="Whether included files are also looked up below the source roots.",
    )
