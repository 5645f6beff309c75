"""The Kotlin versions of resolves."""

from __future__ import annotations

from pants.option.option_types import BoolOption, DictOption
from pants.option.subsystem import Subsystem

DEFAULT_KOTLIN_VERSION = "1.6.20"


class KotlinSubsystem(Subsystem):
    options_scope = "kotlin"
    name = "kotlin"
    help = "The Kotlin language."

    _version_for_resolve = DictOption[str](
        help=(
            "The Kotlin version of each resolve, by the resolve's name. Resolves not named here "
            f"use {DEFAULT_KOTLIN_VERSION}."
        ),
    )
    tailor_source_targets = BoolOption(
        default=True,
        help=(
            "Whether `tailor` adds `kotlin_sources` and `kotlin_junit_tests` targets for Kotlin "
            "files that no target owns."
        ),
        advanced=True,
    )

    def version_for_resolve(self, resolve: str) -> str:
        return self._version_for_resolve.get(resolve, DEFAULT_KOTLIN_VERSION)
