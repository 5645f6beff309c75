"""Java code from Avro files."""

from __future__ import annotations

from pants.backend.codegen.avro.avro_subsystem import AvroSubsystem
from pants.backend.codegen.avro.java.subsystem import AvroSubsystem as JavaAvroSubsystem
from pants.backend.codegen.avro.target_types import AvroSourcesGeneratorTarget, AvroSourceTarget
from pants.backend.java.subsystems.java_infer import JavaInferSubsystem
from pants.jvm import subsystem_sets
from pants.jvm.target_types import register_prefixed_jvm_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    *subsystem_sets.RESOLVE,
    AvroSubsystem,
    JavaAvroSubsystem,
    JavaInferSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *register_prefixed_jvm_fields(AvroSourceTarget, AvroSourcesGeneratorTarget),
    )


def target_types() -> list[type[Target]]:
    return [
        AvroSourcesGeneratorTarget,
        AvroSourceTarget,
    ]
