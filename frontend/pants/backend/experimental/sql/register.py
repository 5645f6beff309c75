"""SQL."""

from __future__ import annotations

from pants.backend.sql.target_types import SqlSourcesGeneratorTarget, SqlSourceTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [SqlSourcesGeneratorTarget, SqlSourceTarget]
