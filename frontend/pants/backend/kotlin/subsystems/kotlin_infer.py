"""What is inferred from Kotlin files."""

from __future__ import annotations

from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class KotlinInferSubsystem(Subsystem):
    options_scope = "kotlin-infer"
    help = "What is inferred from Kotlin files."

    imports = BoolOption(
        default=True,
        help="Whether a target's dependencies are inferred from its imports.",
    )
    consumed_types = BoolOption(
        default=True,
        help=(
            "Whether a target's dependencies are inferred from types it names without importing "
            "them, such as those of its own package."
        ),
    )
