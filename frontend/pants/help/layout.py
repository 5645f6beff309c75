"""Text for a terminal: titles, wrapped paragraphs, columns, colours."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

#: Columns of a line when nobody says how wide the terminal is, and at most.
WIDEST = 96
_NARROWEST = 40

_GREEN, _MAGENTA, _CYAN = "32", "35", "36"


def width_of_terminal(columns: str | None) -> int:
    """How wide lines may be; `columns` is what the environment says."""
    if columns and columns.isdigit():
        width = int(columns)
    else:
        import os

        try:
            width = os.get_terminal_size(1).columns
        except (OSError, ValueError):
            width = WIDEST
    return max(_NARROWEST, min(width, WIDEST))


def _hanging_indent(line: str) -> str:
    """What stands in front of the further lines of a line that must be broken."""
    stripped = line.lstrip(" ")
    depth = len(line) - len(stripped)
    marker = stripped.split(" ", 1)[0]
    if marker in ("*", "-") or (marker.endswith(".") and marker[:-1].isdigit()):
        depth += len(marker) + 1
    return " " * depth


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text, the long ones broken at spaces. Long words stay whole."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.rstrip()
        if len(line) <= width:
            lines.append(line)
            continue
        hang = _hanging_indent(line)
        start = line[: len(line) - len(line.lstrip(" "))]
        current = ""
        for word in line.split():
            if not current:
                current = start + word
            elif len(current) + 1 + len(word) <= width:
                current = f"{current} {word}"
            else:
                lines.append(current)
                current = hang + word
        lines.append(current)
    return lines


def first_paragraph(text: str) -> str:
    """The text up to the first empty line, on one line."""
    return " ".join(text.strip().split("\n\n", 1)[0].split("\n"))


class Layout:
    """Collects the lines of an answer."""

    __slots__ = ("width", "colors", "_lines")

    def __init__(self, width: int = WIDEST, colors: bool = False) -> None:
        self.width = width
        self.colors = colors
        self._lines: list[str] = []

    def text(self) -> str:
        """All that was collected."""
        return "".join([f"{line}\n" for line in self._lines])

    def line(self, text: str = "") -> None:
        """Add a line as it is."""
        self._lines.append(text)

    def lines(self, lines: Iterable[str]) -> None:
        """Add lines as they are."""
        self._lines.extend(lines)

    def paragraph(self, text: str, indent: int = 0) -> None:
        """Add a text, wrapped and indented."""
        space = " " * indent
        self.lines([space + line if line else "" for line in wrap(text, self.width - indent)])

    def title(self, text: str) -> None:
        """Add a title: an empty line, the text underlined, an empty line."""
        self.lines(("", self.green(text), self.green("-" * len(text)), ""))

    def columns(self, rows: Iterable[tuple[str, str]]) -> None:
        """Add names with what they mean beside them, an empty line behind each."""
        rows = list(rows)
        left = min(max([len(name) for name, _ in rows], default=0) + 2, self.width // 2)
        for name, text in rows:
            wrapped = wrap(text, self.width - left)
            if len(name) + 2 > left:
                self.line(self.cyan(name))
                first = " " * left
            else:
                first = self.cyan(name) + " " * (left - len(name))
            self.line((first + wrapped[0]).rstrip())
            self.lines([" " * left + line for line in wrapped[1:]])
            self.line()

    def _colored(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colors and text else text

    def green(self, text: str) -> str:
        """Titles."""
        return self._colored(_GREEN, text)

    def magenta(self, text: str) -> str:
        """What people can type."""
        return self._colored(_MAGENTA, text)

    def cyan(self, text: str) -> str:
        """Names and values."""
        return self._colored(_CYAN, text)


def layout_for(runtime: Any) -> Layout:
    """The layout for standard output of a run; `runtime` may be None."""
    import sys

    if runtime is None:
        return Layout(width_of_terminal(None), sys.stdout.isatty())
    colors = runtime.option("", "colors")[0]
    return Layout(
        width_of_terminal(runtime.env("COLUMNS")),
        sys.stdout.isatty() if colors is None else bool(colors),
    )
