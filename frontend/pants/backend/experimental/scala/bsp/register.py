"""The Build Server Protocol for Scala."""

from __future__ import annotations

from pants.backend.experimental.scala import register as scala_register
from pants.bsp.goal import BSPGoal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.build_graph.build_file_aliases import BuildFileAliases
    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *scala_register.rules(),
        *BSPGoal.rules(),
    )


def target_types() -> list[type[Target]]:
    return [
        *scala_register.target_types(),
    ]


def build_file_aliases() -> BuildFileAliases:
    return scala_register.build_file_aliases()
