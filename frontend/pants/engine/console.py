"""The terminal, as a goal writes to it."""

from __future__ import annotations

from pants.engine.engine_aware import SideEffecting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from pants.engine.internals.scheduler import SchedulerSession

_COLORS = {
    "blue": "34",
    "cyan": "36",
    "green": "32",
    "magenta": "35",
    "red": "31",
    "yellow": "33",
}

#: How a log line names its importance.
SUCCESS_SIGIL, FAILURE_SIGIL = "✓", "✕"


class Console(SideEffecting):
    """Writes to the standard streams of the run; only a goal rule may take it."""

    def __init__(
        self,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        use_colors: bool = True,
        session: SchedulerSession | None = None,
    ) -> None:
        import sys

        self._stdout = stdout or sys.stdout
        self._stderr = stderr or sys.stderr
        self._use_colors = use_colors
        self._session = session

    @property
    def stdout(self) -> TextIO:
        """Standard output, as a stream."""
        self.side_effected()
        self._make_room()
        return self._stdout

    @property
    def stderr(self) -> TextIO:
        """Standard error, as a stream."""
        self.side_effected()
        self._make_room()
        return self._stderr

    def side_effected(self) -> None:
        """Only a console of a run reports to the engine; others serve tests."""
        if self._session is not None:
            super().side_effected()

    def _make_room(self) -> None:
        """Take the progress display off the terminal."""
        if self._session is not None:
            self._session.teardown_dynamic_ui()

    def write_stdout(self, payload: str) -> None:
        """Write to standard output."""
        self.stdout.write(payload)

    def write_stderr(self, payload: str) -> None:
        """Write to standard error."""
        self.stderr.write(payload)

    def print_stdout(self, payload: str, end: str = "\n") -> None:
        """Write a line to standard output."""
        self.write_stdout(f"{payload}{end}")

    def print_stderr(self, payload: str, end: str = "\n") -> None:
        """Write a line to standard error."""
        self.write_stderr(f"{payload}{end}")

    def flush(self) -> None:
        """Write out what is buffered."""
        self._stdout.flush()
        self._stderr.flush()

    @property
    def use_colors(self) -> bool:
        """Whether to write colors."""
        return self._use_colors

    def _colored(self, name: str, text: str) -> str:
        return f"\x1b[{_COLORS[name]}m{text}\x1b[0m" if self._use_colors else text

    def blue(self, text: str) -> str:
        """The text in blue."""
        return self._colored("blue", text)

    def cyan(self, text: str) -> str:
        """The text in cyan."""
        return self._colored("cyan", text)

    def green(self, text: str) -> str:
        """The text in green."""
        return self._colored("green", text)

    def magenta(self, text: str) -> str:
        """The text in magenta."""
        return self._colored("magenta", text)

    def red(self, text: str) -> str:
        """The text in red."""
        return self._colored("red", text)

    def yellow(self, text: str) -> str:
        """The text in yellow."""
        return self._colored("yellow", text)

    def sigil_succeeded(self) -> str:
        """The mark of success."""
        return self.green(SUCCESS_SIGIL)

    def sigil_failed(self) -> str:
        """The mark of failure."""
        return self.red(FAILURE_SIGIL)

    def sigil_skipped(self) -> str:
        """The mark of what was left out."""
        return self.yellow("-")

    def sigil_succeeded_with_edits(self) -> str:
        """The mark of success that changed files."""
        return self.yellow("+")
