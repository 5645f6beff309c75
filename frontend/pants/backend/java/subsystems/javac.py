"""The Java compiler."""

from __future__ import annotations

from pants.option.option_types import ArgsListOption, BoolOption
from pants.option.subsystem import Subsystem


class JavacSubsystem(Subsystem):
    options_scope = "javac"
    name = "javac"
    help = "The Java compiler."

    args = ArgsListOption(example="-g -deprecation")
    tailor_source_targets = BoolOption(
        default=True,
        help=(
            "Whether `tailor` adds `java_sources` and `junit_tests` targets for Java files that no "
            "target owns."
        ),
        advanced=True,
    )
