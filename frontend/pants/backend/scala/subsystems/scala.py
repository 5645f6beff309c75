"""The Scala versions of resolves."""

from __future__ import annotations

from pants.option.option_types import BoolOption, DictOption
from pants.option.subsystem import Subsystem

DEFAULT_SCALA_VERSION = "2.13.6"


class ScalaSubsystem(Subsystem):
    options_scope = "scala"
    help = "The Scala language."

    _version_for_resolve = DictOption[str](
        help=(
            "The Scala version of each resolve, by the resolve's name. Resolves not named here "
            f"use {DEFAULT_SCALA_VERSION}."
        ),
    )
    tailor_source_targets = BoolOption(
        default=True,
        help=(
            "Whether `tailor` adds `scala_sources`, `scalatest_tests` and `scala_junit_tests` "
            "targets for Scala files that no target owns."
        ),
        advanced=True,
    )
