"""Dependencies of packages inferred from the ELF files in them."""

from __future__ import annotations

from pants.backend.nfpm.native_libs.elfdeps.subsystem import Elfdeps
from pants.backend.python.target_types import PexBinaryDefaults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    Elfdeps,
    PexBinaryDefaults,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)
