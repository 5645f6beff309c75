"""Java code from Protobuf files."""

from __future__ import annotations

from pants.backend.codegen.protobuf import target_types as protobuf_target_types
from pants.backend.codegen.protobuf.java.subsystem import JavaProtobufGrpcSubsystem
from pants.backend.codegen.protobuf.protoc import Protoc
from pants.backend.codegen.protobuf.target_types import (
    ProtobufSourcesGeneratorTarget,
    ProtobufSourceTarget,
)
from pants.backend.experimental.java import register as java_register
from pants.jvm.target_types import register_prefixed_jvm_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    JavaProtobufGrpcSubsystem,
    Protoc,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *java_register.rules(),
        *protobuf_target_types.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *register_prefixed_jvm_fields(ProtobufSourceTarget, ProtobufSourcesGeneratorTarget),
    )


def target_types() -> list[type[Target]]:
    return [
        ProtobufSourcesGeneratorTarget,
        ProtobufSourceTarget,
    ]
