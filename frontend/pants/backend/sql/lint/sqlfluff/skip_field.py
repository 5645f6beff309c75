"""The field with which a target leaves Sqlfluff out."""

from __future__ import annotations

from pants.backend.sql.target_types import SqlSourcesGeneratorTarget, SqlSourceTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipSqlfluffField(BoolField):
    alias = "skip_sqlfluff"
    default = False
    help = "Whether Sqlfluff leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return (
        SqlSourcesGeneratorTarget.register_plugin_field(SkipSqlfluffField),
        SqlSourceTarget.register_plugin_field(SkipSqlfluffField),
    )
