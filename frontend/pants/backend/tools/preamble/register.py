"""Text that files must begin with."""

from __future__ import annotations

from pants.backend.tools.preamble.subsystem import PreambleSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return PreambleSubsystem.rules()
