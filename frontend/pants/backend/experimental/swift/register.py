"""Swift sources."""

from __future__ import annotations

from pants.backend.swift.target_types import SwiftSourcesGeneratorTarget, SwiftSourceTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [
        SwiftSourceTarget,
        SwiftSourcesGeneratorTarget,
    ]
