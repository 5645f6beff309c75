"""Fields that Scrooge adds to Thrift targets."""

from __future__ import annotations

from pants.backend.codegen.thrift.target_types import (
    ThriftSourcesGeneratorTarget,
    ThriftSourceTarget,
)
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class ScroogeFinagleBoolField(BoolField):
    alias = "finagle"
    default = False
    help = (
        "If true, Scrooge also generates Finagle service and client classes for this Thrift file."
    )


def rules() -> tuple[UnionRule, ...]:
    return (
        ThriftSourceTarget.register_plugin_field(ScroogeFinagleBoolField),
        ThriftSourcesGeneratorTarget.register_plugin_field(ScroogeFinagleBoolField),
    )
