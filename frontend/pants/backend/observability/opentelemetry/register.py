"""Traces of runs."""

from __future__ import annotations

from pants.backend.observability.opentelemetry.subsystem import TelemetrySubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return TelemetrySubsystem.rules()
