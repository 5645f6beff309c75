"""Scala code from Protobuf files."""

from __future__ import annotations

from pants.backend.codegen.protobuf import target_types as protobuf_target_types
from pants.backend.codegen.protobuf.protoc import Protoc
from pants.backend.codegen.protobuf.scala.subsystem import ScalaPBSubsystem
from pants.backend.codegen.protobuf.target_types import (
    ProtobufSourcesGeneratorTarget,
    ProtobufSourceTarget,
)
from pants.backend.scala.subsystems.scala import ScalaSubsystem
from pants.backend.scala.subsystems.scala_infer import ScalaInferSubsystem
from pants.backend.scala.subsystems.scalac import Scalac
from pants.jvm import subsystem_sets
from pants.jvm.target_types import register_prefixed_jvm_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    *subsystem_sets.COMPILE,
    Protoc,
    ScalaInferSubsystem,
    ScalaPBSubsystem,
    ScalaSubsystem,
    Scalac,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *protobuf_target_types.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *register_prefixed_jvm_fields(ProtobufSourceTarget, ProtobufSourcesGeneratorTarget),
    )


def target_types() -> list[type[Target]]:
    return [
        ProtobufSourcesGeneratorTarget,
        ProtobufSourceTarget,
    ]
