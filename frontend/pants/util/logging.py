"""Log levels, from the most verbose to the least."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    import logging


class LogLevel(PlainEnum):
    """How important a message, rule or process is."""

    TRACE = "trace"
    DEBUG = "debug"
    INFO = "info"
    WARN = "warn"
    ERROR = "error"

    @property
    def level(self) -> int:
        """The number that the module `logging` uses."""
        return _LEVELS[self.name]

    def log(self, logger: logging.Logger, *args: object, **kwargs: object) -> None:
        """Log at this level."""
        logger.log(self.level, *args, **kwargs)  # type: ignore[arg-type]

    def is_enabled(self, logger: logging.Logger) -> bool:
        """Whether the logger lets messages of this level through."""
        return logger.isEnabledFor(self.level)

    def set_level_for(self, logger: logging.Logger) -> None:
        """Let the logger pass messages from this level on."""
        logger.setLevel(self.level)

    @property
    def _level(self) -> int:
        return self.level

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, LogLevel):
            return NotImplemented
        return self.level < other.level

    def __le__(self, other: object) -> bool:
        if not isinstance(other, LogLevel):
            return NotImplemented
        return self.level <= other.level

    def __gt__(self, other: object) -> bool:
        if not isinstance(other, LogLevel):
            return NotImplemented
        return self.level > other.level

    def __ge__(self, other: object) -> bool:
        if not isinstance(other, LogLevel):
            return NotImplemented
        return self.level >= other.level


_LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40}
