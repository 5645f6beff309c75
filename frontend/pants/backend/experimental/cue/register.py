"""CUE: formatting and checking."""

from __future__ import annotations

from pants.backend.cue.subsystem import Cue
from pants.backend.cue.target_types import CuePackageTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*Cue.rules(),)


def target_types() -> list[type[Target]]:
    return [
        CuePackageTarget,
    ]
