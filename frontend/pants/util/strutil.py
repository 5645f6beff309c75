"""Text: wrapping, lists, plurals, quoting, sizes and stable hashes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any


def ensure_binary(text_or_binary: bytes | str) -> bytes:
    """The value as bytes, encoding text as UTF-8."""
    if isinstance(text_or_binary, bytes):
        return text_or_binary
    if isinstance(text_or_binary, str):
        return text_or_binary.encode()
    raise TypeError(f"expected bytes or str, got {type(text_or_binary).__name__}")


def ensure_text(text_or_binary: bytes | str) -> str:
    """The value as text, decoding bytes from UTF-8."""
    if isinstance(text_or_binary, str):
        return text_or_binary
    if isinstance(text_or_binary, bytes):
        return text_or_binary.decode()
    raise TypeError(f"expected bytes or str, got {type(text_or_binary).__name__}")


def safe_shlex_split(text_or_binary: bytes | str) -> list[str]:
    """Split a command line into words, as a POSIX shell does."""
    import shlex

    return shlex.split(ensure_text(text_or_binary))


def shell_quote(s: str) -> str:
    """Quote one word for a POSIX shell, if it needs it."""
    import shlex

    return shlex.quote(s)


def safe_shlex_join(arg_list: Iterable[str]) -> str:
    """Join words into a command line that a POSIX shell splits into the same words."""
    return " ".join(shell_quote(arg) for arg in arg_list)


def create_path_env_var(
    new_entries: Iterable[str],
    env: dict[str, str] | None = None,
    env_var: str = "PATH",
    delimiter: str = ":",
    prepend: bool = False,
) -> str:
    """The value of a search path variable with further entries."""
    existing = (env or {}).get(env_var)
    entries = list(new_entries)
    if existing:
        kept = existing.split(delimiter)
        entries = entries + kept if prepend else kept + entries
    return delimiter.join(entries)


def pluralize(count: int, item_type: str, include_count: bool = True) -> str:
    """`1 file`, `2 files`; without the number if not `include_count`."""
    if count == 1:
        text = item_type
    elif item_type.endswith("s"):
        text = f"{item_type}es"
    elif item_type.endswith("y"):
        text = f"{item_type[:-1]}ies"
    else:
        text = f"{item_type}s"
    return f"{count} {text}" if include_count else text


def comma_separated_list(items: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b, and c`."""
    words = list(items)
    if len(words) <= 2:
        return " and ".join(words)
    return f"{', '.join(words[:-1])}, and {words[-1]}"


def strip_prefix(string: str, prefix: str) -> str:
    """The string without the prefix, if it starts with it."""
    return string.removeprefix(prefix)


def strip_v2_chroot_path(v: bytes | str) -> str:
    """The text without the paths of sandboxes before file names."""
    import re

    return re.sub(r"/[a-zA-Z0-9-_/]*/pants-sandbox-[a-zA-Z0-9]+/", "", ensure_text(v))


class Simplifier:
    """Makes the output of a tool plain, for people to read or machines to compare."""

    def __init__(self, *, strip_chroot_path: bool = True, strip_formatting: bool = False) -> None:
        self.strip_chroot_path = strip_chroot_path
        self.strip_formatting = strip_formatting

    def simplify(self, v: bytes | str) -> str:
        """The text without what the constructor's flags name."""
        text = v.decode(errors="replace") if isinstance(v, bytes) else v
        if self.strip_chroot_path:
            text = strip_v2_chroot_path(text)
        if self.strip_formatting:
            import re

            text = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", text)
        return text

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is type(self)
            and other.strip_chroot_path == self.strip_chroot_path
            and other.strip_formatting == self.strip_formatting
        )

    def __hash__(self) -> int:
        return hash((self.strip_chroot_path, self.strip_formatting))


def hard_wrap(s: str, *, indent: int = 0, width: int = 96) -> list[str]:
    """The text's lines, wrapped at the width; existing line ends stay."""
    import textwrap

    prefix = " " * indent
    lines: list[str] = []
    for line in s.splitlines():
        lines.extend(
            textwrap.wrap(
                line,
                width=width,
                initial_indent=prefix,
                subsequent_indent=prefix,
                break_on_hyphens=False,
                break_long_words=True,
            )
            or [""]
        )
    return lines


def bullet_list(elements: Iterable[str], max_elements: int = -1) -> str:
    """One line with a star for each element; the last says how many are left out, if any."""
    items = list(elements)
    if 0 < max_elements < len(items):
        shown = items[: max_elements - 1]
        items = [*shown, f"... and {len(items) - len(shown)} more"]
    return "\n".join(f"  * {item}" for item in items)


def first_paragraph(s: str) -> str:
    """The text up to the first empty line, on one line."""
    lines = s.splitlines()
    if "" in lines:
        lines = lines[: lines.index("")]
    return " ".join(lines)


def path_safe(s: str) -> str:
    """The text with everything unusual in a file name replaced by an underscore."""
    allowed = " -_=,.<>()~[]{}"
    return "".join(c if c.isascii() and (c.isalnum() or c in allowed) else "_" for c in s)


def _dedent(lines: list[str]) -> list[str]:
    """The lines without the indentation of the first; those that are indented less stay.

    A list that was put into the text has its own, smaller indentation in all lines but one.
    """
    first = next((line for line in lines if line.strip()), "")
    indentation = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indentation) if line.strip() else "" for line in lines]


def _single_spaced(line: str) -> str:
    """The line with its indentation, but no other run of spaces: a `\\` joined lines there."""
    text = line.strip()
    indentation = line[: len(line) - len(line.lstrip())]
    return indentation + " ".join(text.split()) if "  " in text else indentation + text


def softwrap(text: str) -> str:
    """Join the lines of each paragraph; keep empty lines and indented blocks.

    Written for long texts in source code: the common indentation goes, the lines of a paragraph
    become one, lines that are indented further than the paragraph (lists, code) stay as they are,
    and several empty lines become one.
    """
    if not text:
        return text
    if "\n" not in text:
        return text.strip() if text[:1].isspace() else text.rstrip()
    lines = text.split("\n")
    if not lines[0].strip():
        lines = lines[1:]
    elif lines[0] == lines[0].lstrip() and len(lines) > 1:
        # The text starts on the first line: its indentation says nothing about the others.
        lines = [lines[0], *_dedent(lines[1:])]
    lines = [_single_spaced(line) for line in _dedent(lines)]
    while lines and not lines[-1]:
        lines.pop()
    result: list[str] = []
    joining = False
    for line in lines:
        if not line:
            if result and result[-1]:
                result.append("")
            joining = False
        elif line[0].isspace():
            result.append(line)
            joining = False
        elif joining:
            result[-1] = f"{result[-1]} {line}"
        else:
            result.append(line)
            joining = True
    return "\n".join(result)


class _HelpText:
    """A text that is made when it is first read, through the class that holds it."""

    __slots__ = ("make", "text")

    def __init__(self, make: Callable[[], str]) -> None:
        self.make = make
        self.text: str | None = None

    def __get__(self, instance: object, owner: type | None = None) -> str:
        return str(self)

    def __str__(self) -> str:
        if self.text is None:
            self.text = softwrap(self.make())
        return self.text

    def __call__(self) -> str:
        return str(self)

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)


def help_text(val: str | Callable[[], str]) -> Any:
    """A help text for a class attribute, wrapped when it is first read.

    A function is called then, too: texts that are made from others cost nothing at import.
    """
    return _HelpText(val if callable(val) else lambda: val)


def strval(val: Any) -> str:
    """The text itself, or what the function returns."""
    if isinstance(val, str):
        return val
    return str(val() if callable(val) else val)


def fmt_memory_size(value: int, *, units: Iterable[str] = ("B", "KiB", "MiB", "GiB")) -> str:
    """The size in the largest unit in which it is a whole number."""
    names = list(units)
    index = 0
    while index + 1 < len(names) and value and value % 1024 == 0:
        value //= 1024
        index += 1
    return f"{value}{names[index]}"


def docstring(doc: str | Callable[[], str]) -> Callable[[Any], Any]:
    """Give a function a docstring that is computed."""

    def decorate(func: Any) -> Any:
        func.__doc__ = strval(doc)
        return func

    return decorate


def _plain(value: Any) -> Any:
    import dataclasses
    from collections.abc import Mapping
    from enum import Enum

    if isinstance(value, Mapping):
        return {str(k): value[k] for k in value}
    if isinstance(value, Enum):
        return value.name
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if isinstance(value, (tuple, list)) or hasattr(value, "__iter__"):
        return list(value)
    raise TypeError(f"cannot make a stable hash of a {type(value).__name__}")


def stable_hash(value: Any, *, name: str = "sha256") -> str:
    """A digest of the value that is the same in every process."""
    import hashlib
    import json

    encoded = json.dumps(value, indent=None, separators=(",", ":"), sort_keys=True, default=_plain)
    return hashlib.new(name, encoded.encode()).hexdigest()
