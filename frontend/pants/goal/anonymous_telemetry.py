"""Telemetry, of which there is none."""

from __future__ import annotations

from pants.option.option_types import BoolOption, StrOption
from pants.option.subsystem import Subsystem


class AnonymousTelemetry(Subsystem):
    options_scope = "anonymous-telemetry"
    help = "Accepted for old configurations. Nothing is ever sent to anybody."

    enabled = BoolOption(
        default=False,
        advanced=True,
        help="Changes nothing.",
    )
    repo_id = StrOption(
        default=None,
        advanced=True,
        help="Changes nothing.",
    )


def rules() -> tuple[object, ...]:
    return AnonymousTelemetry.rules()
