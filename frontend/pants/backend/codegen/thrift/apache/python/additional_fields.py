"""What Thrift targets say about the Python that is generated from them."""

from __future__ import annotations

from pants.backend.codegen.thrift.target_types import (
    ThriftSourcesGeneratorTarget,
    ThriftSourceTarget,
)
from pants.backend.python.target_types import PythonResolveField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class ThriftPythonResolveField(PythonResolveField):
    alias = "python_resolve"


def rules() -> tuple[UnionRule, ...]:
    return (
        ThriftSourceTarget.register_plugin_field(ThriftPythonResolveField),
        ThriftSourcesGeneratorTarget.register_plugin_field(ThriftPythonResolveField),
    )
