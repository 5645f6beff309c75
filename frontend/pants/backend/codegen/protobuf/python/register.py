"""Python from Protobuf files."""

from __future__ import annotations

from pants.backend.codegen.protobuf import target_types as protobuf_target_types
from pants.backend.codegen.protobuf.protoc import Protoc
from pants.backend.codegen.protobuf.python import additional_fields, python_protobuf_subsystem
from pants.backend.codegen.protobuf.python.grpc_python_plugin import GrpcPythonPlugin
from pants.backend.codegen.protobuf.target_types import (
    ProtobufSourcesGeneratorTarget,
    ProtobufSourceTarget,
)
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *additional_fields.rules(),
        *protobuf_target_types.rules(),
        *python_protobuf_subsystem.rules(),
        *GrpcPythonPlugin.rules(),
        *Protoc.rules(),
        UnionRule(ExportableTool, GrpcPythonPlugin),
        UnionRule(ExportableTool, Protoc),
    )


def target_types() -> list[type[Target]]:
    return [ProtobufSourcesGeneratorTarget, ProtobufSourceTarget]
