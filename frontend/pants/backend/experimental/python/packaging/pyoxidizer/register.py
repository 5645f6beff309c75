"""PyOxidizer, which builds executables that bring their own Python."""

from __future__ import annotations

from pants.backend.python.packaging.pyoxidizer import subsystem
from pants.backend.python.packaging.pyoxidizer.target_types import PyOxidizerTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return subsystem.rules()


def target_types() -> list[type[Target]]:
    return [PyOxidizerTarget]
