"""Plugins that are loaded through stevedore."""

from __future__ import annotations

from pants.backend.python.framework.stevedore import python_target_dependencies
from pants.backend.python.framework.stevedore.target_types import StevedoreNamespace
from pants.backend.python.util_rules import entry_points
from pants.build_graph.build_file_aliases import BuildFileAliases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*entry_points.rules(), *python_target_dependencies.rules())


def build_file_aliases() -> BuildFileAliases:
    return BuildFileAliases(objects={StevedoreNamespace.alias: StevedoreNamespace})
