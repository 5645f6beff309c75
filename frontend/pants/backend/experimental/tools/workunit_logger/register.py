"""What happened in a run, in a file."""

from __future__ import annotations

from pants.backend.tools.workunit_logger.subsystem import WorkunitLogger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return WorkunitLogger.rules()
