"""Paths, folders and files."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO, Any


def longest_dir_prefix(path: str, prefixes: Sequence[str]) -> str | None:
    """The longest of the folders that the path lies in."""
    found: str | None = None
    for prefix in prefixes:
        if (path == prefix or fast_relpath_optional(path, prefix) is not None) and (
            found is None or len(prefix) > len(found)
        ):
            found = prefix
    return found


def fast_relpath(path: str, start: str) -> str:
    """The path relative to a folder that it lies in; ValueError if it does not."""
    relpath = fast_relpath_optional(path, start)
    if relpath is None:
        raise ValueError(f"{start} is not a directory containing {path}")
    return relpath


def fast_relpath_optional(path: str, start: str) -> str | None:
    """The path relative to a folder that it lies in, or None if it does not."""
    if not start:
        return path
    if path == start.rstrip("/"):
        return ""
    prefix = start if start.endswith("/") else f"{start}/"
    return path[len(prefix) :] if path.startswith(prefix) else None


def ensure_relative_file_name(path: Any) -> str:
    """The path with `./` in front, if it has no folder."""
    text = str(path)
    return text if os.path.dirname(text) else f".{os.sep}{text}"


def safe_mkdir(directory: Any, clean: bool = False) -> None:
    """Make a folder and its parents, if they are not there; empty it if `clean`."""
    if clean:
        safe_rmtree(directory)
    os.makedirs(directory, exist_ok=True)


def safe_mkdir_for(path: Any, clean: bool = False) -> None:
    """Make the folder that a file is to lie in."""
    folder = os.path.dirname(path)
    if folder:
        safe_mkdir(folder, clean)


def safe_mkdtemp(cleaner: Any = None, **kw: Any) -> str:
    """A new folder, removed when the process ends."""
    import atexit
    import tempfile

    path = tempfile.mkdtemp(**kw)
    atexit.register(cleaner or (lambda: safe_rmtree(path)))
    return path


def safe_open(filename: Any, *args: Any, **kwargs: Any) -> IO[Any]:
    """Open a file, making its folder if need be."""
    safe_mkdir_for(str(filename))
    return open(filename, *args, **kwargs)


def safe_delete(filename: Any) -> None:
    """Remove a file, if it is there."""
    try:
        os.unlink(filename)
    except FileNotFoundError:
        pass


def safe_rmtree(directory: Any) -> None:
    """Remove a folder, if it is there; of a link, the link only."""
    import shutil

    if os.path.islink(directory):
        safe_delete(directory)
    else:
        shutil.rmtree(directory, ignore_errors=True)


def rm_rf(name: str) -> None:
    """Remove a file or folder, if it is there."""
    import shutil

    if os.path.isdir(name) and not os.path.islink(name):
        shutil.rmtree(name)
    else:
        safe_delete(name)


def mergetree(
    src: str,
    dst: str,
    symlinks: bool = False,
    ignore: Any = None,
    file_filter: Any = None,
) -> None:
    """Copy a folder into another, replacing files that are there."""
    import shutil

    if not os.path.isdir(src):
        raise ValueError(f"{src} is not a folder")
    os.makedirs(dst, exist_ok=True)
    names = os.listdir(src)
    ignored = set(ignore(src, names)) if ignore is not None else set()
    for name in names:
        if name in ignored:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        if os.path.islink(source) and symlinks:
            safe_delete(target)
            os.symlink(os.readlink(source), target)
        elif os.path.isdir(source):
            mergetree(source, target, symlinks, ignore, file_filter)
        elif file_filter is None or file_filter(source):
            shutil.copy2(source, target)


def safe_file_dump(
    filename: str, payload: bytes | str = "", mode: str = "w", makedirs: bool = False
) -> None:
    """Write a file."""
    if makedirs:
        safe_mkdir_for(filename)
    if isinstance(payload, bytes) and "b" not in mode:
        mode += "b"
    with open(filename, mode) as f:
        f.write(payload)


def maybe_read_file(filename: str, binary_mode: bool = False) -> Any:
    """What is in a file, or None if it cannot be read."""
    try:
        return read_file(filename, binary_mode=binary_mode)
    except OSError:
        return None


def read_file(filename: str, binary_mode: bool = False) -> Any:
    """What is in a file."""
    with open(filename, "rb" if binary_mode else "r") as f:
        return f.read()


def safe_walk(path: bytes | str, **kwargs: Any) -> Iterator[Any]:
    """`os.walk`, with text for paths."""
    return os.walk(path.decode() if isinstance(path, bytes) else path, **kwargs)


def absolute_symlink(source_path: str, target_path: str) -> None:
    """Make a link, replacing what is there; both paths must be absolute."""
    if not os.path.isabs(source_path) or not os.path.isabs(target_path):
        raise ValueError(f"both paths must be absolute: {source_path}, {target_path}")
    _replace_with_link(source_path, target_path)


def relative_symlink(source_path: str, link_path: str) -> None:
    """Make a link with a relative target, replacing what is there; both paths are absolute."""
    if not os.path.isabs(source_path) or not os.path.isabs(link_path):
        raise ValueError(f"both paths must be absolute: {source_path}, {link_path}")
    if source_path == link_path:
        raise ValueError(f"the link {link_path} would point at itself")
    _replace_with_link(os.path.relpath(source_path, os.path.dirname(link_path)), link_path)


def _replace_with_link(target: str, link_path: str) -> None:
    if os.path.lexists(link_path):
        if os.path.islink(link_path) or os.path.isfile(link_path):
            os.unlink(link_path)
        else:
            raise ValueError(f"{link_path} is a folder: a link cannot take its place")
    safe_mkdir_for(link_path)
    os.symlink(target, link_path)


def touch(path: str, times: int | tuple[int, int] | None = None) -> None:
    """Make an empty file if none is there, and set its times."""
    if isinstance(times, int):
        times = (times, times)
    with safe_open(path, "a"):
        os.utime(path, times)


def recursive_dirname(f: str) -> Iterator[str]:
    """The path, its folder, the folder of that, and so on up to the empty path."""
    previous = None
    while f != previous:
        yield f
        previous, f = f, os.path.dirname(f)
    if f:
        yield ""


def find_nearest_ancestor_file(files: set[str], dir: str, filename: str) -> str | None:
    """The file of that name in the folder or the nearest one above it."""
    while True:
        candidate = os.path.join(dir, filename)
        if candidate in files:
            return candidate
        if not dir:
            return None
        dir = os.path.dirname(dir)


def group_by_dir(paths: Iterable[str]) -> dict[str, set[str]]:
    """File names by folder."""
    result: dict[str, set[str]] = {}
    for path in paths:
        folder, name = os.path.split(path)
        result.setdefault(folder, set()).add(name)
    return result


def is_executable(path: str) -> bool:
    """Whether a file may be executed."""
    return os.path.isfile(path) and os.access(path, os.X_OK)
