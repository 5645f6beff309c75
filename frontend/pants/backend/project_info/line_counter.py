"""Counting lines: which are blank, which hold nothing but comments, which have code.

The text is taken through one regular expression a language, which finds comments and whole strings
from left to right, so that neither is found within the other. Comments are replaced by the line
breaks in them: a line that was not empty before and is empty then was a comment.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.backend.project_info.languages import Language

_CHAR = r"'(?:\\[^\n]{1,9}?|[^'\\\n])'"
_TRIPLE = (r'"""(?:\\.|[^\\])*?(?:"""|\Z)', r"'''(?:\\.|[^\\])*?(?:'''|\Z)")


def _to_sign(sign: str, within: str) -> str:
    """A string that ends with the sign it begins with; `within` says what else cannot be in it."""
    return rf"{sign}(?:\\.|[^{sign}\\{within}])*(?:{sign}|$|\Z)"


class Counts:
    """Lines of files."""

    __slots__ = ("files", "lines", "code", "comments", "blanks")

    def __init__(self) -> None:
        self.files = self.lines = self.code = self.comments = self.blanks = 0

    def add(self, other: Counts) -> None:
        """Add what was counted elsewhere."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __repr__(self) -> str:
        return f"Counts({', '.join(f'{n}={getattr(self, n)}' for n in self.__slots__)})"


class LineCounter:
    """Counts the lines of one language."""

    def __init__(self, language: Language) -> None:
        strings = language.strings
        self._nested = "nested" in strings
        self._doc = "doc" in strings
        self._ends: dict[str, tuple[str, re.Pattern[str]]] = {}
        comments = []
        for start, end in language.block_comments:
            first = f"^{re.escape(start)}" if start[0] == "=" else re.escape(start)
            if self._nested:
                both = re.compile(f"{re.escape(start)}|{re.escape(end)}")
                self._ends[start] = (end, both)
                comments.append(first)
            else:
                comments.append(rf"{first}[\s\S]*?(?:{re.escape(end)}|\Z)")
        for start in language.line_comments:
            # A word or a doubled colon begins a comment only where the line begins.
            at = r"^[ \t]*" if start[0].isalpha() or start == "::" else ""
            behind = r"\b" if start[0].isalpha() else ""
            comments.append(rf"{at}{re.escape(start)}{behind}[^\n]*")
        self._tokens: re.Pattern[str] | None = None
        if comments:
            quoted = []
            if "triple" in strings:
                quoted += _TRIPLE
            for sign in strings:
                if sign == "char":
                    quoted.append(_CHAR)
                elif sign == "`":
                    quoted.append(_to_sign("`", ""))
                elif sign in ('"', "'"):
                    quoted.append(_to_sign(sign, r"\n"))
            pattern = f"(?P<c>{'|'.join(comments)})"
            if quoted:
                pattern += f"|(?P<s>{'|'.join(quoted)})"
            self._tokens = re.compile(pattern, re.MULTILINE | re.DOTALL)

    def count(self, content: bytes) -> Counts:
        """The lines of a file."""
        text = content.decode("latin-1")
        counts = Counts()
        counts.files = 1
        counts.lines = text.count("\n") + (not text.endswith("\n") and text != "")
        counts.blanks = _blank_lines(text, counts.lines)
        if self._tokens is not None:
            without = self._nested_out(text) if self._ends else self._comments_out(text)
            counts.comments = _blank_lines(without, counts.lines) - counts.blanks
        counts.code = counts.lines - counts.blanks - counts.comments
        return counts

    def _comments_out(self, text: str) -> str:
        assert self._tokens is not None

        def replaced(match: re.Match[str]) -> str:
            token = match.group()
            if match.lastgroup == "s":
                if not self._doc or token[:3] not in ('"""', "'''"):
                    return token
                if not _is_docstring(text, match.start(), match.end()):
                    return token
            return "\n" * token.count("\n")

        return self._tokens.sub(replaced, text)

    def _nested_out(self, text: str) -> str:
        """The same where block comments may hold others."""
        assert self._tokens is not None
        parts = []
        at = 0
        while (match := self._tokens.search(text, at)) is not None:
            begin, end = match.span()
            parts.append(text[at:begin])
            token = match.group()
            if match.lastgroup == "s":
                parts.append(token)
            else:
                if token in self._ends:
                    end = self._end_of(text, token, end)
                parts.append("\n" * text.count("\n", begin, end))
            at = max(end, begin + 1)
        parts.append(text[at:])
        return "".join(parts)

    def _end_of(self, text: str, start: str, at: int) -> int:
        end, both = self._ends[start]
        depth = 1
        while depth:
            match = both.search(text, at)
            if match is None:
                return len(text)
            depth += -1 if match.group() == end else 1
            at = match.end()
        return at


def _blank_lines(text: str, lines: int) -> int:
    return sum([not line or line.isspace() for line in text.split("\n")[:lines]])


def _is_docstring(text: str, begin: int, end: int) -> bool:
    """Whether a string in triple quotes is the first statement of what it stands in."""
    line_end = text.find("\n", end)
    if text[end : line_end if line_end >= 0 else None].strip():
        return False
    line = text.rfind("\n", 0, begin) + 1
    if text[line:begin].strip(" \trRuU"):
        return False
    while line > 0:
        before = text.rfind("\n", 0, line - 1) + 1
        previous = text[before : line - 1].strip()
        line = before
        if previous and not previous.startswith("#"):
            return previous.partition("  #")[0].rstrip().endswith(":")
    return True
