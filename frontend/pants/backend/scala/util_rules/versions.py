"""Scala versions and how artifacts' names carry them."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum


class ScalaCrossVersionMode(PlainEnum):
    """Which Scala version an artifact's name ends in."""

    BINARY = "binary"
    FULL = "full"
