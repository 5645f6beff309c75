"""Java code from Thrift files, made by Scrooge."""

from __future__ import annotations

from pants.backend.codegen.thrift import target_types as thrift_target_types
from pants.backend.codegen.thrift.scrooge import additional_fields
from pants.backend.codegen.thrift.scrooge.subsystem import ScroogeSubsystem
from pants.backend.codegen.thrift.subsystem import ThriftSubsystem
from pants.backend.codegen.thrift.target_types import (
    ThriftSourcesGeneratorTarget,
    ThriftSourceTarget,
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
    ScalaInferSubsystem,
    ScalaSubsystem,
    Scalac,
    ScroogeSubsystem,
    ThriftSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *thrift_target_types.rules(),
        *additional_fields.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *register_prefixed_jvm_fields(ThriftSourceTarget, ThriftSourcesGeneratorTarget),
    )


def target_types() -> list[type[Target]]:
    return [
        ThriftSourcesGeneratorTarget,
        ThriftSourceTarget,
    ]
