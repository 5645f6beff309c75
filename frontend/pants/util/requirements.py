"""Files of requirements, as pip reads them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pants.util.pip_requirement import PipRequirement


def parse_requirements_file(content: str, *, rel_path: str) -> Iterator[PipRequirement]:
    """The requirements in a file; options of pip and comments are left out.

    A line that ends in a backslash goes on in the next one. Hashes behind a requirement are
    dropped: lockfiles hold them.
    """
    from pants.util.pip_requirement import PipRequirement

    for number, line in _joined(content):
        text = _without_comment(line).strip()
        if not text or text.startswith("-"):
            continue
        text = text.split(" --", 1)[0].strip()
        yield PipRequirement.parse(text, description_of_origin=f"{rel_path} at line {number}")


def _joined(content: str) -> Iterator[tuple[int, str]]:
    start, pending = 1, ""
    for number, line in enumerate(content.splitlines(), start=1):
        if not pending:
            start = number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            pending += line[:-1] + " "
            continue
        yield start, pending + line
        pending = ""
    if pending:
        yield start, pending


def _without_comment(line: str) -> str:
    if line.lstrip().startswith("#"):
        return ""
    return line.split(" #", 1)[0]
