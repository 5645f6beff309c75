"""Source files as programs see them: without their source roots."""

from __future__ import annotations

from pants.core.util_rules.source_files import SourceFiles
from pants.core.util_rules.source_files import rules as source_files_rules
from pants.engine.collection import Collection
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.fs import DigestSubset, MergeDigests, PathGlobs, RemovePrefix, Snapshot
from pants.engine.internals.sources_requests import SourcesPaths
from pants.engine.intrinsics import digest_subset_to_digest, digest_to_snapshot, remove_prefix
from pants.engine.rules import collect_rules, concurrently, implicitly, rule
from pants.source.source_root import (
    SourceRootRequest,
    SourceRootsRequest,
    get_source_root,
    get_source_roots,
)
from pants.source.source_root import rules as source_root_rules
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class StrippedSourceFiles(Record):
    """The files, under the names that they have below their source roots."""

    snapshot: Snapshot


@rule
async def strip_source_roots(source_files: SourceFiles) -> StrippedSourceFiles:
    """The files below their roots; those that have none keep their names."""
    unrooted = set(source_files.unrooted_files)
    rooted = [file for file in source_files.snapshot.files if file not in unrooted]
    if not rooted:
        return StrippedSourceFiles(source_files.snapshot)
    roots = await get_source_roots(SourceRootsRequest.for_files(rooted))
    files_of: dict[str, list[str]] = {}
    for path, root in roots.path_to_root.items():
        files_of.setdefault(root.path, []).append(str(path))
    if unrooted:
        files_of.setdefault(".", []).extend(unrooted)
    if set(files_of) == {"."}:
        return StrippedSourceFiles(source_files.snapshot)
    parts = await concurrently(
        digest_subset_to_digest(DigestSubset(source_files.snapshot.digest, PathGlobs(files)))
        for files in files_of.values()
    )
    stripped = await concurrently(
        remove_prefix(RemovePrefix(part, "" if root == "." else root))
        for part, root in zip(parts, files_of)
    )
    return StrippedSourceFiles(await digest_to_snapshot(**implicitly(MergeDigests(stripped))))


def _below(path: str, root: str) -> str:
    return path if root == "." else path.removeprefix(f"{root}/")


class StrippedFileName(Record):
    """A name below its source root."""

    value: str


class StrippedFileNameRequest(Record, EngineAwareParameter):
    """Asks for a file's name below its source root."""

    file_path: str

    def debug_hint(self) -> str:
        return self.file_path


@rule
async def strip_file_name(request: StrippedFileNameRequest) -> StrippedFileName:
    """The file's name below its source root."""
    root = await get_source_root(SourceRootRequest.for_file(request.file_path))
    return StrippedFileName(_below(request.file_path, root.path))


class StrippedSourceFileNames(Collection):  # type: ignore[type-arg]
    """The names of the files of a target below their source root."""


@rule
async def strip_sources_paths(sources_paths: SourcesPaths) -> StrippedSourceFileNames:
    """The names of the files of one target, which has one source root."""
    if not sources_paths.files:
        return StrippedSourceFileNames()
    root = await get_source_root(SourceRootRequest.for_file(sources_paths.files[0]))
    return StrippedSourceFileNames(_below(file, root.path) for file in sources_paths.files)


def rules() -> Iterable[Any]:
    return (*collect_rules(), *source_root_rules(), *source_files_rules())
