"""Files: digests and snapshots of them, globs that find them, and requests about them."""

from __future__ import annotations

from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
from pants.engine.collection import Collection
from pants.engine.engine_aware import SideEffecting
from pants.engine.internals.native_engine import (
    EMPTY_DIGEST,
    EMPTY_FILE_DIGEST,
    EMPTY_SNAPSHOT,
    AddPrefix,
    Digest,
    FileDigest,
    MergeDigests,
    PathGlobs,
    PathNamespace,
    RemovePrefix,
    Snapshot,
)
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pants.engine.internals.native_engine import FrozenDict, PathMetadata
    from pants.engine.internals.scheduler import SchedulerSession

__all__ = (
    "EMPTY_DIGEST",
    "EMPTY_FILE_DIGEST",
    "EMPTY_SNAPSHOT",
    "AddPrefix",
    "CreateDigest",
    "Digest",
    "DigestContents",
    "DigestEntries",
    "DigestSubset",
    "Directory",
    "DownloadFile",
    "FileContent",
    "FileDigest",
    "FileEntry",
    "GlobExpansionConjunction",
    "GlobMatchErrorBehavior",
    "MergeDigests",
    "NativeDownloadFile",
    "PathGlobs",
    "PathGlobsAndRoot",
    "PathMetadataRequest",
    "PathMetadataResult",
    "Paths",
    "RemovePrefix",
    "Snapshot",
    "SnapshotDiff",
    "SpecsPaths",
    "SymlinkEntry",
    "Workspace",
    "rules",
)


class GlobExpansionConjunction(PlainEnum):
    """Whether one of several globs must match, or all."""

    any_match = "any_match"
    all_match = "all_match"


class Paths(Record):
    """Names of files and folders, sorted."""

    files: tuple[str, ...]
    dirs: tuple[str, ...]


class SpecsPaths(Paths):
    """The names that the specs of the command line mean."""


class FileContent(Record):
    """A file and what is in it."""

    path: str
    content: bytes
    is_executable: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.content, bytes):
            raise TypeError(
                f"The content of {self.path} must be bytes, not {type(self.content).__name__}."
            )

    def __repr__(self) -> str:
        return (
            f"FileContent(path={self.path}, content=(len:{len(self.content)}), "
            f"is_executable={self.is_executable})"
        )


class FileEntry(Record):
    """A file whose content is known by its digest."""

    path: str
    file_digest: FileDigest
    is_executable: bool = False


class SymlinkEntry(Record):
    """A symbolic link and what it points at."""

    path: str
    target: str


class Directory(Record):
    """A folder, by its path."""

    path: str

    def __repr__(self) -> str:
        return f"Directory(path={self.path!r})"


class DigestContents(Collection[FileContent]):
    """All files of a digest with what is in them."""


class DigestEntries(Collection):  # type: ignore[type-arg]
    """All files, links and empty folders of a digest."""


class CreateDigest(Collection):  # type: ignore[type-arg]
    """Asks for a digest of the given files, links and folders."""


class PathGlobsAndRoot(Record):
    """Globs, and the folder anywhere on the machine that they are relative to."""

    path_globs: PathGlobs
    root: str
    digest_hint: Digest | None = None


class DigestSubset(Record):
    """Asks for the part of a digest that globs match."""

    digest: Digest
    globs: PathGlobs


class DownloadFile(Record):
    """Asks for a file from a URL, whose digest must be the given one."""

    url: str
    expected_digest: FileDigest


class NativeDownloadFile(Record):
    """Asks the engine for a file from a URL, whose digest must be the given one."""

    url: str
    expected_digest: FileDigest
    auth_headers: FrozenDict[str, str]
    retry_error_duration: Any
    max_attempts: int

    def __init__(
        self,
        url: str,
        expected_digest: FileDigest,
        auth_headers: Mapping[str, str] | None = None,
        retry_error_duration: Any = None,
        max_attempts: int = 4,
    ) -> None:
        from pants.util.frozendict import FrozenDict

        self._fill(
            url=url,
            expected_digest=expected_digest,
            auth_headers=FrozenDict(auth_headers or {}),
            retry_error_duration=retry_error_duration,
            max_attempts=max_attempts,
        )


class SnapshotDiff(Record):
    """How two snapshots differ."""

    our_unique_files: tuple[str, ...] = ()
    our_unique_dirs: tuple[str, ...] = ()
    their_unique_files: tuple[str, ...] = ()
    their_unique_dirs: tuple[str, ...] = ()
    changed_files: tuple[str, ...] = ()

    @classmethod
    def from_snapshots(cls, ours: Snapshot, theirs: Snapshot) -> SnapshotDiff:
        """Compare two snapshots."""
        return cls(*ours._diff(theirs))


class PathMetadataRequest(Record):
    """Asks what kind of thing is at a path: of the repository, or anywhere on the machine."""

    path: str
    namespace: PathNamespace

    def __init__(self, path: str, namespace: PathNamespace = PathNamespace.WORKSPACE) -> None:
        self._fill(path=path, namespace=namespace)


class PathMetadataResult(Record):
    """What is at a path, or None if nothing is."""

    metadata: PathMetadata | None


class Workspace(SideEffecting):
    """The repository, for writing; only a goal rule may take it."""

    def __init__(self, scheduler: SchedulerSession, _enforce_effects: bool = True) -> None:
        self._scheduler = scheduler
        self._enforce_effects = _enforce_effects

    def write_digest(
        self,
        digest: Digest,
        *,
        path_prefix: str | None = None,
        clear_paths: Iterable[str] = (),
    ) -> None:
        """Write the files of a digest into the repository, removing `clear_paths` before."""
        self.side_effected()
        self._scheduler.write_digest(digest, path_prefix=path_prefix, clear_paths=clear_paths)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._scheduler is self._scheduler

    def __hash__(self) -> int:
        return hash((type(self), id(self._scheduler)))


def rules() -> tuple[Any, ...]:
    """Nothing of its own: the engine provides what files need."""
    return ()
