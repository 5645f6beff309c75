"""Java code from Thrift files, made by the Apache Thrift compiler."""

from __future__ import annotations

from pants.backend.codegen.thrift import target_types as thrift_target_types
from pants.backend.codegen.thrift.apache.java.subsystem import ApacheThriftJavaSubsystem
from pants.backend.codegen.thrift.apache.subsystem import ApacheThriftSubsystem
from pants.backend.codegen.thrift.subsystem import ThriftSubsystem
from pants.backend.codegen.thrift.target_types import (
    ThriftSourcesGeneratorTarget,
    ThriftSourceTarget,
)
from pants.backend.java.subsystems.java_infer import JavaInferSubsystem
from pants.jvm.subsystems import JvmSubsystem
from pants.jvm.target_types import register_prefixed_jvm_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    ApacheThriftJavaSubsystem,
    ApacheThriftSubsystem,
    JavaInferSubsystem,
    JvmSubsystem,
    ThriftSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *thrift_target_types.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *register_prefixed_jvm_fields(ThriftSourceTarget, ThriftSourcesGeneratorTarget),
    )


def target_types() -> list[type[Target]]:
    return [
        ThriftSourcesGeneratorTarget,
        ThriftSourceTarget,
    ]
