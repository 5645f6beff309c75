"""Writing plugins in the repository that uses them."""

from __future__ import annotations

from pants.backend.plugin_development.pants_requirements import PantsRequirementsTargetGenerator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [PantsRequirementsTargetGenerator]
