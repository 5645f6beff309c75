"""Files of the repository, for built-in rules that read a few small ones.

The engine notes what was looked at: a rule runs again when one of these files changes. Rules that
hand files on to processes use `Digest` and `Snapshot` instead.
"""

from __future__ import annotations

from pants.engine.internals.native_engine import current_runtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def read_file(path: str) -> bytes | None:
    """The content of a file, by its path from the root of the repository; None if there is none."""
    return current_runtime().read_file(path)


def glob_files(patterns: Iterable[str]) -> list[str]:
    """The paths of the files that match some globs, sorted."""
    return current_runtime().globs(list(patterns), True, False)
