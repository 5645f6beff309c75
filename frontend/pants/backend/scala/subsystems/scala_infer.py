"""What is inferred from Scala files."""

from __future__ import annotations

from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class ScalaInferSubsystem(Subsystem):
    options_scope = "scala-infer"
    help = "What is inferred from Scala files."

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
    package_objects = BoolOption(
        default=True,
        help="Whether a target depends on the package objects of the packages it is in.",
    )
    force_add_siblings_as_dependencies = BoolOption(
        default=False,
        help=(
            "Whether all files of one generator depend on each other. It hides missing inferences, "
            "and makes more be compiled than needed."
        ),
    )
