"""Values that belong to one run."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict


class SessionValues(FrozenDict):
    """Values that whoever started the run handed in, by their type."""

    def __getitem__(self, item: type) -> object:
        try:
            return super().__getitem__(item)
        except KeyError:
            raise KeyError(f"The run was started without a value of type {item}.") from None


class RunId(int):
    """The number of a run; each run of a process has another."""
