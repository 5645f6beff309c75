"""The Build Server Protocol for Java."""

from __future__ import annotations

from pants.backend.experimental.java import register as java_register
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
        *java_register.rules(),
        *BSPGoal.rules(),
    )


def target_types() -> list[type[Target]]:
    return [
        *java_register.target_types(),
    ]


def build_file_aliases() -> BuildFileAliases:
    return java_register.build_file_aliases()
