"""Source roots: the folders that imports start from."""

from __future__ import annotations

from pants.engine.collection import DeduplicatedCollection
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.fs import PathGlobs
from pants.engine.internals.native_engine import Address, FrozenDict
from pants.engine.intrinsics import path_globs_to_paths
from pants.engine.rules import collect_rules, concurrently, implicitly, rule
from pants.source.source_root_config import (
    InvalidMarkerFileError,
    InvalidSourceRootPatternError,
    SourceRootConfig,
    SourceRootPatternMatcher,
)
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath
    from typing import Any

    from pants.engine.target import Target

__all__ = (
    "AllSourceRoots",
    "InvalidMarkerFileError",
    "InvalidSourceRootPatternError",
    "NoSourceRootError",
    "OptionalSourceRoot",
    "OptionalSourceRootsResult",
    "SourceRoot",
    "SourceRootConfig",
    "SourceRootError",
    "SourceRootPatternMatcher",
    "SourceRootRequest",
    "SourceRootsRequest",
    "SourceRootsResult",
    "all_roots",
    "get_optional_source_root",
    "get_optional_source_roots",
    "get_source_root",
    "get_source_roots",
    "rules",
)


class SourceRootError(Exception):
    """A source root cannot be told."""

    def __init__(self, msg: str) -> None:
        super().__init__(
            f"{msg}\n\nThe options `[source].root_patterns` and `[source].marker_filenames` say "
            "which folders are source roots."
        )


class NoSourceRootError(SourceRootError):
    """A file or folder is in no source root."""

    def __init__(self, path: str | PurePath, extra_msg: str = "") -> None:
        super().__init__(f"No source root found for `{path}`. {extra_msg}".rstrip())


class SourceRoot(Record):
    """A folder that imports start from; `.` is the root of the repository."""

    path: str

    def __lt__(self, other: SourceRoot) -> bool:
        return self.path < other.path


class OptionalSourceRoot(Record):
    """A source root, or nothing."""

    source_root: SourceRoot | None


class SourceRootRequest(Record, EngineAwareParameter):
    """Asks which source root a file or folder is in."""

    path: PurePath

    def __post_init__(self) -> None:
        if ".." in str(self.path).split("/"):
            raise ValueError(
                f"The path of a source root request cannot contain `..` segment: {self.path}"
            )
        if self.path.is_absolute():
            raise ValueError(f"The path of a source root request must be relative: {self.path}")

    @classmethod
    def for_file(cls, file_path: str) -> SourceRootRequest:
        """For a file: a source root is its folder or one above."""
        from pathlib import PurePath

        # The file itself cannot be a root.
        return cls(PurePath(file_path).parent)

    @classmethod
    def for_address(cls, address: Address) -> SourceRootRequest:
        """For the folder of a target."""
        from pathlib import PurePath

        return cls(PurePath(address.spec_path))

    @classmethod
    def for_target(cls, target: Target) -> SourceRootRequest:
        """For the folder of a target."""
        return cls.for_address(target.address)

    def debug_hint(self) -> str:
        """The path."""
        return str(self.path)


class SourceRootsRequest(Record):
    """Asks which source roots several files and folders are in."""

    files: tuple[PurePath, ...]
    dirs: tuple[PurePath, ...]

    def __init__(self, files: Iterable[PurePath], dirs: Iterable[PurePath]) -> None:
        self._fill(files=tuple(sorted(files)), dirs=tuple(sorted(dirs)))

    @classmethod
    def for_files(cls, file_paths: Iterable[str]) -> SourceRootsRequest:
        """For files."""
        from pathlib import PurePath

        return cls({PurePath(path) for path in file_paths}, ())


class OptionalSourceRootsResult(Record):
    """The source root of each path, if it has one."""

    path_to_optional_root: FrozenDict[PurePath, OptionalSourceRoot]


class SourceRootsResult(Record):
    """The source root of each path."""

    path_to_root: FrozenDict[PurePath, SourceRoot]

    def root_to_paths(self) -> FrozenDict[SourceRoot, tuple[PurePath, ...]]:
        """The paths in each source root, sorted."""
        found: dict[SourceRoot, list[PurePath]] = {}
        for path, root in self.path_to_root.items():
            found.setdefault(root, []).append(path)
        return FrozenDict({root: tuple(sorted(paths)) for root, paths in found.items()})


class AllSourceRoots(DeduplicatedCollection[SourceRoot]):
    """All source roots of the repository."""

    sort_input = True


@rule
async def get_optional_source_root(
    source_root_request: SourceRootRequest, source_root_config: SourceRootConfig
) -> OptionalSourceRoot:
    """The innermost source root that a folder is in: itself, or that of its parent."""
    path = source_root_request.path
    text = str(path)
    if source_root_config.get_pattern_matcher().matches_root_patterns(path):
        return OptionalSourceRoot(SourceRoot(text))
    markers = source_root_config.marker_filenames
    if markers:
        folder = "" if text == "." else f"{text}/"
        found = await path_globs_to_paths(PathGlobs([f"{folder}{name}" for name in markers]))
        if found.files:
            return OptionalSourceRoot(SourceRoot(text))
    if text == ".":
        return OptionalSourceRoot(None)
    return await get_optional_source_root(SourceRootRequest(path.parent), **implicitly())


@rule
async def get_source_root(source_root_request: SourceRootRequest) -> SourceRoot:
    """The innermost source root that a folder is in; an error if there is none."""
    optional = await get_optional_source_root(source_root_request, **implicitly())
    if optional.source_root is None:
        raise NoSourceRootError(source_root_request.path)
    return optional.source_root


@rule
async def get_optional_source_roots(
    source_roots_request: SourceRootsRequest,
) -> OptionalSourceRootsResult:
    """The source roots of files and folders; each folder is looked up once."""
    file_folders = {path: path.parent for path in source_roots_request.files}
    folders = list(dict.fromkeys((*file_folders.values(), *source_roots_request.dirs)))
    roots = await concurrently(
        get_optional_source_root(SourceRootRequest(folder), **implicitly()) for folder in folders
    )
    by_folder = dict(zip(folders, roots))
    return OptionalSourceRootsResult(
        FrozenDict(
            {
                **{path: by_folder[folder] for path, folder in file_folders.items()},
                **{folder: by_folder[folder] for folder in source_roots_request.dirs},
            }
        )
    )


@rule
async def get_source_roots(source_roots_request: SourceRootsRequest) -> SourceRootsResult:
    """The source roots of files and folders; an error if one has none."""
    optional = await get_optional_source_roots(source_roots_request)
    roots: dict[PurePath, SourceRoot] = {}
    for path, root in optional.path_to_optional_root.items():
        if root.source_root is None:
            raise NoSourceRootError(path)
        roots[path] = root.source_root
    return SourceRootsResult(FrozenDict(roots))


@rule
async def all_roots(source_root_config: SourceRootConfig) -> AllSourceRoots:
    """All source roots of the repository."""
    from pathlib import PurePath

    globs = source_root_config.get_pattern_matcher().folder_globs()
    marker_globs = [f"**/{name}" for name in source_root_config.marker_filenames]
    found = await path_globs_to_paths(PathGlobs([*globs, *marker_globs]))
    markers = set(source_root_config.marker_filenames)
    folders = {PurePath(folder) for folder in found.dirs}
    folders.update(
        PurePath(path).parent for path in found.files if path.rpartition("/")[2] in markers
    )
    roots = await concurrently(
        get_optional_source_root(SourceRootRequest(folder), **implicitly())
        for folder in sorted(folders)
    )
    return AllSourceRoots(root.source_root for root in roots if root.source_root is not None)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
