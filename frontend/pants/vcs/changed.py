"""Options that choose targets by what changed in git."""

from __future__ import annotations

from pants.option.option_types import EnumOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class DependentsOption(PlainEnum):
    """Which dependents of changed targets are chosen with them."""

    NONE = "none"
    DIRECT = "direct"
    TRANSITIVE = "transitive"


class Changed(Subsystem):
    options_scope = "changed"
    help = "Choose targets by what changed in git, instead of naming them."

    since = StrOption(
        default=None,
        help="Choose what changed since this commit, branch or tag, uncommitted work included.",
    )
    diffspec = StrOption(
        default=None,
        help="Choose what changed within this range of commits, such as `main..HEAD`.",
    )
    dependents = EnumOption(
        default=DependentsOption.NONE,
        help="Also choose what depends on the changed targets, directly or at all.",
    )
