"""Rules about who may depend on whom."""

from __future__ import annotations

from pants.backend.visibility.subsystem import VisibilitySubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return VisibilitySubsystem.rules()
