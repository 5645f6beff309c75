"""The files of several `sources` fields as one snapshot."""

from __future__ import annotations

from pants.engine.fs import MergeDigests, Snapshot
from pants.engine.internals.graph import hydrate_sources
from pants.engine.intrinsics import digest_to_snapshot
from pants.engine.rules import collect_rules, concurrently, implicitly, rule
from pants.engine.target import HydrateSourcesRequest, SourcesField
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any

    from pants.engine.target import Target


class SourceFiles(Record):
    """Files, and which of them do not lie below a source root by nature."""

    snapshot: Snapshot
    unrooted_files: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        return self.snapshot.files


class SourceFilesRequest(Record):
    """Asks for the files of fields, those of some types, generated ones too if so said."""

    sources_fields: tuple[SourcesField, ...]
    for_sources_types: tuple[type[SourcesField], ...]
    enable_codegen: bool

    def __init__(
        self,
        sources_fields: Iterable[SourcesField],
        *,
        for_sources_types: Iterable[type[SourcesField]] = (SourcesField,),
        enable_codegen: bool = False,
    ) -> None:
        self._fill(
            sources_fields=tuple(sources_fields),
            for_sources_types=tuple(for_sources_types),
            enable_codegen=enable_codegen,
        )


@rule(desc="Get all relevant source files")
async def determine_source_files(request: SourceFilesRequest) -> SourceFiles:
    """The files of all the fields."""
    fields = request.sources_fields
    hydrated = await concurrently(
        hydrate_sources(
            HydrateSourcesRequest(
                field,
                for_sources_types=request.for_sources_types,
                enable_codegen=request.enable_codegen,
            ),
            **implicitly(),
        )
        for field in fields
    )
    unrooted = {
        file
        for field, sources in zip(fields, hydrated)
        if not field.uses_source_roots
        for file in sources.snapshot.files
    }
    merged = await digest_to_snapshot(
        **implicitly(MergeDigests([sources.snapshot.digest for sources in hydrated]))
    )
    return SourceFiles(merged, tuple(sorted(unrooted)))


class ClassifiedSources(Record):
    """Files for one target of a type."""

    target_type: type[Target]
    files: Collection[str]
    name: str | None = None


def classify_files_for_sources_and_tests(
    paths: Iterable[str],
    test_file_glob: tuple[str, ...],
    sources_generator: type[Target],
    tests_generator: type[Target],
) -> Iterable[ClassifiedSources]:
    """Files sorted into tests, by the globs for their names, and the rest."""
    from pants.source.filespec import FilespecMatcher

    paths = set(paths)
    tests = set(FilespecMatcher(test_file_glob, []).matches([p.rpartition("/")[2] for p in paths]))
    test_files = {path for path in paths if path.rpartition("/")[2] in tests}
    if test_files:
        yield ClassifiedSources(tests_generator, test_files, "tests")
    if paths - test_files:
        yield ClassifiedSources(sources_generator, paths - test_files)


def rules() -> Iterable[Any]:
    return collect_rules()
