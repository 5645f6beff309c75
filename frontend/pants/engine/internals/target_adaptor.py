"""Targets as a BUILD file declares them, before they have a type."""

from __future__ import annotations

from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.internals.native_engine import (
    Address,
    SourceBlock,
    SourceBlocks,
    TargetAdaptor,
)
from pants.util.record import Hidden, Record

__all__ = ("SourceBlock", "SourceBlocks", "TargetAdaptor", "TargetAdaptorRequest")


class TargetAdaptorRequest(Record, EngineAwareParameter):
    """Asks for the declaration of a target."""

    address: Address
    description_of_origin: str = Hidden()

    def debug_hint(self) -> str:
        """The address."""
        return self.address.spec
