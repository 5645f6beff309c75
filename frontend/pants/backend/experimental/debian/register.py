"""Debian packages."""

from __future__ import annotations

from pants.backend.debian.target_types import DebianPackage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [DebianPackage]
