"""Virtual environments that are made from a PEX, to be shipped."""

from __future__ import annotations

import enum


class PexVenvLayout(enum.Enum):
    """An environment of its own, only what is installed in it, or that as a zip file."""

    VENV = "venv"
    FLAT = "flat"
    FLAT_ZIPPED = "flat-zipped"
