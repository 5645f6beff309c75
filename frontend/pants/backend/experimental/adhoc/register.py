"""Running any program as a step of the build."""

from __future__ import annotations

from pants.backend.adhoc.code_quality_tool import CodeQualityToolTarget
from pants.backend.adhoc.target_types import AdhocToolTarget, SystemBinaryTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [AdhocToolTarget, CodeQualityToolTarget, SystemBinaryTarget]
