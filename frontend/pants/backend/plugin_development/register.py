"""Writing plugins in the repository that uses them."""

from __future__ import annotations

from pants.backend.plugin_development import requirement_rules
from pants.backend.plugin_development.pants_requirements import PantsRequirementsTargetGenerator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return requirement_rules.rules()


def target_types() -> list[type[Target]]:
    return [PantsRequirementsTargetGenerator]
