"""Requests for the files of a target, and for files that are generated from them."""

from __future__ import annotations

from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.environment import EnvironmentName
from pants.engine.internals.native_engine import (
    EMPTY_SNAPSHOT,
    Filespec,
    Snapshot,
    SourcesField,
    Target,
)
from pants.engine.unions import union
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import ClassVar

    from pants.engine.unions import UnionMembership


class HydrateSourcesRequest(Record, EngineAwareParameter):
    """Asks for the files of a `sources` field.

    With `for_sources_types`, the answer is empty unless the field is of one of those types, or,
    with `enable_codegen`, such a type can be generated from it.
    """

    field: SourcesField
    for_sources_types: tuple[type[SourcesField], ...]
    enable_codegen: bool

    def __init__(
        self,
        field: SourcesField,
        *,
        for_sources_types: Iterable[type[SourcesField]] = (SourcesField,),
        enable_codegen: bool = False,
    ) -> None:
        self._fill(
            field=field,
            for_sources_types=tuple(for_sources_types),
            enable_codegen=enable_codegen,
        )
        if enable_codegen and not self.for_sources_types:
            raise ValueError("`enable_codegen` needs `for_sources_types`: which files to generate.")

    def debug_hint(self) -> str:
        """The address."""
        return self.field.address.spec


class HydratedSources(Record):
    """The files of a `sources` field."""

    snapshot: Snapshot
    filespec: Filespec
    sources_type: type[SourcesField] | None

    def __hash__(self) -> int:
        return hash((self.snapshot, self.sources_type))


class GenerateSourcesRequest(Record):
    """Base of requests to generate files, one for each kind of generator.

    A subclass names in `input` and `output` the types of sources that it turns into each other.
    """

    protocol_sources: Snapshot
    protocol_target: Target

    input: ClassVar[type[SourcesField]]
    output: ClassVar[type[SourcesField]]
    exportable: ClassVar[bool] = True


union(in_scope_types=[EnvironmentName])(GenerateSourcesRequest)


class GeneratedSources(Record):
    """The generated files."""

    snapshot: Snapshot = EMPTY_SNAPSHOT


class SourcesPathsRequest(Record):
    """Asks for the names of the files of a `sources` field."""

    field: SourcesField


class SourcesPaths(Record):
    """Names of files and folders."""

    files: tuple[str, ...]
    dirs: tuple[str, ...]


class SecondaryOwnerMixin:
    """A field that names a file of another target, which the target then also owns."""

    @property
    def filespec(self) -> Filespec:
        """The files, relative to the root of the repository."""
        raise NotImplementedError


def targets_with_sources_types(
    sources_types: Iterable[type[SourcesField]],
    targets: Iterable[Target],
    union_membership: UnionMembership,
) -> tuple[Target, ...]:
    """The targets whose sources are, or can be turned into, one of the types."""
    wanted = tuple(sources_types)
    return tuple(
        [
            target
            for target in targets
            if any(
                target.has_field(t) or target.get(SourcesField).can_generate(t, union_membership)
                for t in wanted
            )
        ]
    )
