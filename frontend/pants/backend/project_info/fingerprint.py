"""Fingerprints of sources: the digest of the folder that holds just these files.

The digest is that of the canonical `Directory` message of the Remote Execution API, so that it is
the same for everybody who has the same files.
"""

from __future__ import annotations

import hashlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

#: Hash of the content, number of bytes, whether it can be executed.
FileDigest = tuple[str, int, bool]

# Tags of the fields in the messages: the number, shifted, and the wire type.
_LENGTH_DELIMITED = 2
_FILES, _DIRECTORIES = 1, 2
_NAME, _DIGEST, _IS_EXECUTABLE = 1, 2, 4
_HASH, _SIZE = 1, 2


def _bytes(name: str) -> bytes:
    """A name as the file system has it, which need not be UTF-8."""
    return name.encode("utf-8", "surrogateescape")


class Fingerprints:
    """Digests of sets of files of a run; each file is read once."""

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime
        self._files: dict[str, FileDigest] = {}

    def of(self, paths: Iterable[str], folders: Iterable[str] = ()) -> str:
        """The hash of the folder with these files and folders, paths from the build root."""
        top: dict[str, Any] = {}
        for path in folders:
            _folder(top, path)
        for path in paths:
            parent, _, name = path.rpartition("/")
            _folder(top, parent)[name] = self._file(path)
        return directory_digest(top)[0]

    def _file(self, path: str) -> FileDigest:
        found = self._files.get(path)
        if found is None:
            import os

            content = self._runtime.read_file(path) or b""
            mode = os.stat(f"{self._runtime.build_root}/{path}").st_mode
            digest = hashlib.sha256(content).hexdigest()
            found = self._files[path] = (digest, len(content), bool(mode & 0o100))
        return found


def _folder(top: dict[str, Any], path: str) -> dict[str, Any]:
    """The entries of a folder below `top`, which comes to be there."""
    folder = top
    for part in path.split("/") if path else ():
        folder = folder.setdefault(part, {})
    return folder


def directory_digest(entries: dict[str, Any]) -> tuple[str, int]:
    """The hash and size of a folder's message: entries are digests of files, or folders."""
    files, folders = [], []
    for name in sorted(entries, key=_bytes):
        entry = entries[name]
        node = _field(_NAME, _bytes(name))
        if isinstance(entry, dict):
            node += _field(_DIGEST, _digest(*directory_digest(entry)))
            folders.append(_field(_DIRECTORIES, node))
        else:
            digest, size, executable = entry
            node += _field(_DIGEST, _digest(digest, size))
            if executable:
                node += bytes((_IS_EXECUTABLE << 3, 1))
            files.append(_field(_FILES, node))
    message = b"".join(files) + b"".join(folders)
    return hashlib.sha256(message).hexdigest(), len(message)


def _digest(digest: str, size: int) -> bytes:
    message = _field(_HASH, digest.encode())
    return message + bytes((_SIZE << 3,)) + _varint(size) if size else message


def _field(number: int, content: bytes) -> bytes:
    return bytes((number << 3 | _LENGTH_DELIMITED,)) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    result = bytearray()
    while value > 0x7F:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    result.append(value)
    return bytes(result)
