"""Where an error comes from, for messages: lines of plugins, places in files."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

_BEFORE, _AFTER = 60, 40


def excerpt(line: str, column: int) -> str:
    """A line of a file with a mark under one of its columns, cut where it is long."""
    line = line.rstrip().replace("\t", " ")
    if not line:
        return ""
    start = max(column - _BEFORE, 0)
    before = "..." if start else ""
    after = "..." if len(line) > column + _AFTER else ""
    mark = " " * (len(before) + max(column - 1 - start, 0))
    return f"\n    {before}{line[start : column + _AFTER]}{after}\n    {mark}^"


def place_in_plugin(e: BaseException) -> str | None:
    """The last line of a plugin that was running, as "path:line"; None for code of our own."""
    place = None
    traceback = e.__traceback__
    while traceback is not None:
        if _is_foreign(traceback.tb_frame):
            place = f"{shown_path(traceback.tb_frame.f_code.co_filename)}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def _is_foreign(frame: FrameType) -> bool:
    import sys

    file = frame.f_code.co_filename
    if file.startswith(("<", "/pants.bundle/", getattr(sys, "_stdlib_dir", None) or "<")):
        return False
    return str(frame.f_globals.get("__name__")).partition(".")[0] != "pants"


def shown_path(path: str | None) -> str:
    """The path, relative to the root of the repository if it is in there."""
    from pants.base.build_environment import get_buildroot

    root = f"{get_buildroot()}/"
    return (path or "?").removeprefix(root)
