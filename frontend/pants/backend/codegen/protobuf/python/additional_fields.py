"""What Protobuf targets say about the Python that is generated from them."""

from __future__ import annotations

from pants.backend.codegen.protobuf.target_types import (
    ProtobufSourcesGeneratorTarget,
    ProtobufSourceTarget,
)
from pants.backend.python.target_types import InterpreterConstraintsField, PythonResolveField
from pants.engine.target import StringField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class ProtobufPythonInterpreterConstraintsField(InterpreterConstraintsField):
    alias = "python_interpreter_constraints"


class ProtobufPythonResolveField(PythonResolveField):
    alias = "python_resolve"


class PythonSourceRootField(StringField):
    alias = "python_source_root"
    help = (
        "The source root of the generated Python: a path from the build root, to a folder that is "
        "one. If not set, that of the Protobuf file."
    )


_FIELDS = (
    ProtobufPythonInterpreterConstraintsField,
    ProtobufPythonResolveField,
    PythonSourceRootField,
)


def rules() -> tuple[UnionRule, ...]:
    return (
        *(ProtobufSourceTarget.register_plugin_field(field) for field in _FIELDS),
        *(
            ProtobufSourcesGeneratorTarget.register_plugin_field(field, as_moved_field=True)
            for field in _FIELDS
        ),
    )
