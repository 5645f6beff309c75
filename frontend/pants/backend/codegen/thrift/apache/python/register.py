"""Python from Thrift files, by Apache's generator."""

from __future__ import annotations

from pants.backend.codegen.thrift import target_types as thrift_target_types
from pants.backend.codegen.thrift.apache.python import additional_fields
from pants.backend.codegen.thrift.apache.python.subsystem import ThriftPythonSubsystem
from pants.backend.codegen.thrift.apache.subsystem import ApacheThriftSubsystem
from pants.backend.codegen.thrift.subsystem import ThriftSubsystem
from pants.backend.codegen.thrift.target_types import (
    ThriftSourcesGeneratorTarget,
    ThriftSourceTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *additional_fields.rules(),
        *thrift_target_types.rules(),
        *ApacheThriftSubsystem.rules(),
        *ThriftPythonSubsystem.rules(),
        *ThriftSubsystem.rules(),
    )


def target_types() -> list[type[Target]]:
    return [ThriftSourcesGeneratorTarget, ThriftSourceTarget]
