"""C and C++: sources and what is inferred from them."""

from __future__ import annotations

from pants.backend.cc.subsystems.cc_infer import CCInferSubsystem
from pants.backend.cc.subsystems.compiler import CCSubsystem, ExternalCCSubsystem
from pants.backend.cc.target_types import CCSourcesGeneratorTarget, CCSourceTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    CCInferSubsystem,
    CCSubsystem,
    ExternalCCSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)


def target_types() -> list[type[Target]]:
    return [
        CCSourceTarget,
        CCSourcesGeneratorTarget,
    ]
