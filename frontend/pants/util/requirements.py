"""Requirements in text: files as pip reads them, and what can be told of a line by its looks.

Every run reads the requirements of a repository, so that the plain ones, which are nearly all, are
understood here with string operations; about any other `pants.util.pip_requirement` decides.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pants.util.pip_requirement import PipRequirement

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_NAME = frozenset(_LETTERS + _DIGITS + "._-")
_SPACE = " \t\f\v"


# -- files of pip ---------------------------------------------------------------------------------


def requirement_lines(content: str) -> Iterator[tuple[int, str]]:
    """The requirements in a file of pip, with the numbers of the lines that they begin in.

    A line that ends in a backslash goes on in the next one. Comments and options are left out:
    those of the whole file (`-r`, `--index-url`), those behind a requirement (`--hash`), and
    editable requirements (`-e`), which are code of this repository or nothing that can be locked.
    """
    for number, line in _joined(content.removeprefix("\ufeff")):
        text = _before(_without_comment(line), "--").strip()
        if text and not text.startswith("-"):
            yield number, text


def parse_requirements_file(content: str, *, rel_path: str) -> Iterator[PipRequirement]:
    """The requirements in a file of pip."""
    from pants.util.pip_requirement import PipRequirement

    for number, text in requirement_lines(content):
        yield PipRequirement.parse(text, description_of_origin=f"{rel_path} at line {number}")


def _joined(content: str) -> Iterator[tuple[int, str]]:
    start, pending = 1, ""
    for number, line in enumerate(content.splitlines(), start=1):
        if not pending:
            start = number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            pending += line[:-1]
            continue
        yield start, pending + line
        pending = ""
    if pending:
        yield start, pending


def _without_comment(line: str) -> str:
    """The line up to a `#`, which inside a URL must follow white space to begin a comment."""
    plain, mark, _ = line.partition("#")
    return plain if not mark or "://" not in plain else _before(line, "#")


def _before(line: str, mark: str) -> str:
    """The line up to a mark that begins it or follows white space."""
    at = line.find(mark)
    while at > 0 and line[at - 1] not in _SPACE:
        at = line.find(mark, at + 1)
    return line if at < 0 else line[:at]


# -- names ----------------------------------------------------------------------------------------


def canonical_project_name(name: str) -> str:
    """The name of a distribution as indexes spell it."""
    name = name.lower().replace("_", "-").replace(".", "-")
    while "--" in name:
        name = name.replace("--", "-")
    return name


def project_name(requirement: str, description_of_origin: str = "") -> str:
    """The name of the distribution, as written; ValueError if this is no requirement."""
    name = plain_name(requirement)
    if name is None:
        from pants.util.pip_requirement import PipRequirement

        name = PipRequirement.parse(requirement, description_of_origin).project_name
    return name


def plain_name(requirement: str) -> str | None:
    """The name in a requirement that is valid by its looks; None if that cannot be told so."""
    end = 0
    for end, c in enumerate(requirement):  # noqa: B007
        if c not in _NAME:
            break
    else:
        end = len(requirement)
    name, rest = requirement[:end], requirement[end:].lstrip()
    if not _is_name(name):
        return None
    if rest.startswith("["):
        extras, bracket, rest = rest[1:].partition("]")
        if not bracket or not all(_is_name(extra.strip()) for extra in extras.split(",")):
            return None
        rest = rest.lstrip()
    if rest.startswith("@"):
        return name if _is_plain_url(rest[1:].strip()) else None
    versions, semicolon, marker = rest.partition(";")
    if semicolon and not _is_plain_marker(marker):
        return None
    versions = versions.strip()
    if versions.startswith("(") and versions.endswith(")"):
        versions = versions[1:-1].strip()
    if versions and not all(_is_plain_specifier(part.strip()) for part in versions.split(",")):
        return None
    return name


def _is_name(text: str) -> bool:
    return (
        text != ""
        and text[0] not in "._-"
        and text[-1] not in "._-"
        and all(c in _NAME for c in text)
    )


def _is_plain_url(text: str) -> bool:
    url, semicolon, marker = text.partition(" ;")
    return (
        "://" in url
        and not any(c.isspace() for c in url.strip())
        and (not semicolon or _is_plain_marker(marker))
    )


# -- versions -------------------------------------------------------------------------------------

_OPERATORS = ("~=", "==", "!=", "<=", ">=", "<", ">")
_SUFFIXES = ("", "a", "b", "rc", "post", "dev")


def _is_plain_specifier(text: str) -> bool:
    operator = next((o for o in _OPERATORS if text.startswith(o)), None)
    if operator is None:
        return False
    version = text[len(operator) :].strip()
    if operator in ("==", "!=") and version.endswith(".*"):
        version = version[:-2]
        return all(part.isdecimal() for part in version.split("."))
    release = version[: len(version) - len(version.lstrip(_DIGITS + "."))]
    suffix = version[len(release) :]
    if suffix:
        release = release.removesuffix(".")
    parts = release.split(".")
    return (
        all(part.isdecimal() and part.isascii() for part in parts)
        and suffix.rstrip(_DIGITS) in _SUFFIXES
        and (operator != "~=" or len(parts) > 1)
    )


# -- markers --------------------------------------------------------------------------------------

_VARIABLES = frozenset(
    (
        "extra",
        "implementation_name",
        "implementation_version",
        "os_name",
        "platform_machine",
        "platform_python_implementation",
        "platform_release",
        "platform_system",
        "platform_version",
        "python_full_version",
        "python_version",
        "sys_platform",
    )
)


def _is_plain_marker(text: str) -> bool:
    """Whether it is comparisons of variables with strings, joined by `and` and `or`."""
    tokens = _marker_tokens(text)
    if tokens is None:
        return False
    depth = 0
    expected = "value"
    seen_in_comparison = 0
    for token in tokens:
        if token == "(" and expected == "value" and seen_in_comparison == 0:
            depth += 1
        elif token == ")" and expected == "join" and depth > 0:
            depth -= 1
        elif token in ("and", "or") and expected == "join":
            expected = "value"
        elif (token in _VARIABLES or token == '""') and expected == "value":
            seen_in_comparison += 1
            expected = "operator" if seen_in_comparison == 1 else "join"
            if expected == "join":
                seen_in_comparison = 0
        elif token in (*_OPERATORS, "in", "not in") and expected == "operator":
            expected = "value"
        else:
            return False
    return depth == 0 and expected == "join"


def _marker_tokens(text: str) -> list[str] | None:
    """Names, operators and parentheses; any string as `""`."""
    tokens: list[str] = []
    at = 0
    while at < len(text):
        c = text[at]
        if c in _SPACE:
            at += 1
        elif c in "\"'":
            end = text.find(c, at + 1)
            if end < 0:
                return None
            tokens.append('""')
            at = end + 1
        elif c in "()":
            tokens.append(c)
            at += 1
        elif c in "<>=!~":
            end = at + 2 if text[at : at + 2] in _OPERATORS else at + 1
            tokens.append(text[at:end])
            at = end
        else:
            end = at
            while end < len(text) and text[end] in _LETTERS + "_":
                end += 1
            word = text[at:end]
            if not word:
                return None
            if word == "in" and tokens and tokens[-1] == "not":
                tokens[-1] = "not in"
            else:
                tokens.append(word)
            at = end
    return tokens
