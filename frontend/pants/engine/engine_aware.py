"""Hooks by which values talk to the engine: hints, log levels, artifacts, side effects."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.engine.fs import FileDigest, Snapshot
    from pants.util.logging import LogLevel


class SideEffecting:
    """A type whose methods change the world: only uncached rules may take one."""

    _is_side_effecting = True
    _enforce_effects = True

    def side_effected(self) -> None:
        """Tell the engine that a side effect happens now."""
        if self._enforce_effects:
            from pants.engine.internals.native_engine import task_side_effected

            task_side_effected()


class EngineAwareParameter:
    """A parameter that describes itself to the engine."""

    def debug_hint(self) -> str | None:
        """Shown behind the description of a rule that has this parameter."""
        return None

    def metadata(self) -> dict[str, Any] | None:
        """Recorded with the work unit of such a rule."""
        return None


class EngineAwareReturnType:
    """A return value that tells the engine how to report and keep it."""

    def level(self) -> LogLevel | None:
        """The level of the work unit, if it depends on the value."""
        return None

    def message(self) -> str | None:
        """Shown when the rule is done."""
        return None

    def cacheable(self) -> bool:
        """Whether the value may be kept beyond this run."""
        return True

    def artifacts(self) -> dict[str, FileDigest | Snapshot] | None:
        """Named files that the work unit refers to."""
        return None

    def metadata(self) -> dict[str, Any] | None:
        """Recorded with the work unit."""
        return None
