"""How the inputs of a tool are divided: partitions, which may not mix, and batches of them."""

from __future__ import annotations

from pants.engine.collection import Collection
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.internals.graph import resolve_source_paths
from pants.engine.rules import TaskRule, concurrently, implicitly
from pants.engine.target import SourcesPathsRequest
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol, TypeVar

    from pants.engine.target import FieldSet

    PartitionMetadataT = TypeVar("PartitionMetadataT", bound="PartitionMetadata")
    PartitionElementT = TypeVar("PartitionElementT")
else:

    class Protocol:
        """At run time a protocol is a plain class."""

    def TypeVar(name: str, **_: object) -> object:  # noqa: N802
        """Only type checkers need it."""
        return object

    PartitionMetadataT = TypeVar("PartitionMetadataT")
    PartitionElementT = TypeVar("PartitionElementT")


class PartitionerType(PlainEnum):
    """Who divides the inputs of a tool.

    `CUSTOM` is a rule of the plugin; the others need none.
    """

    CUSTOM = "custom"
    DEFAULT_SINGLE_PARTITION = "default_single_partition"
    DEFAULT_ONE_PARTITION_PER_INPUT = "default_one_partition_per_input"

    def default_rules(self, cls: type, *, by_file: bool) -> Iterable[TaskRule]:
        """The rule that divides the inputs of this kind of request, unless the plugin has one."""
        if self is PartitionerType.CUSTOM:
            return
        single = self is PartitionerType.DEFAULT_SINGLE_PARTITION
        kind = "field_sets"
        if by_file:
            kind = "sources" if hasattr(cls, "field_set_type") else "files"
        yield _partition_rule(cls, f"_partition_{kind}_{'together' if single else 'apart'}")


def _partition_rule(cls: type, method: str) -> TaskRule:
    name = f"{cls.__module__}.{cls.__qualname__}.{method}"
    parameters = {"request": cls.PartitionRequest, "subsystem": cls.tool_subsystem}  # type: ignore[attr-defined]
    return TaskRule(Partitions, parameters, None, (), getattr(cls, method), name)


class PartitionMetadata(Protocol):
    """What the batches of a partition have in common."""

    @property
    def description(self) -> str | None:
        """What distinguishes the partition, for people."""


class _EmptyMetadata(Record):
    @property
    def description(self) -> None:
        return None


class _Subscriptable:
    """Takes the subscript that annotations and bases write."""

    def __class_getitem__(cls, item: object) -> type:
        return cls


class Partition(_Subscriptable, Record):
    """Inputs that a tool may get in one process."""

    elements: tuple[Any, ...]
    metadata: Any


class Partitions(Collection):  # type: ignore[type-arg]
    """All that a tool is to look at."""

    def __class_getitem__(cls, item: object) -> type:
        return cls

    @classmethod
    def single_partition(cls, elements: Iterable[Any], *, metadata: Any = None) -> Partitions:
        """Everything in one."""
        return cls([Partition(tuple(elements), metadata or _EmptyMetadata())])


class _BatchBase(_Subscriptable, Record, EngineAwareParameter):
    """Inputs that one process of a tool gets."""

    tool_name: str
    elements: tuple[Any, ...]
    partition_metadata: Any


class _PartitionFieldSetsRequestBase(_Subscriptable, Record, EngineAwareParameter):
    """Asks to divide field sets."""

    field_sets: tuple[FieldSet, ...]


class _PartitionFilesRequestBase(Record, EngineAwareParameter):
    """Asks to divide files."""

    files: tuple[str, ...]


class DefaultPartitioners:
    """The ways to divide inputs that need no rule of a plugin, as methods of a request.

    Field sets stand for themselves or for the files of their sources.
    """

    @classmethod
    async def _partition_field_sets_together(cls, request: Any, subsystem: Any) -> Partitions:
        return _together(request.field_sets, subsystem)

    @classmethod
    async def _partition_field_sets_apart(cls, request: Any, subsystem: Any) -> Partitions:
        return _apart(request.field_sets, subsystem)

    @classmethod
    async def _partition_files_together(cls, request: Any, subsystem: Any) -> Partitions:
        return _together(request.files, subsystem)

    @classmethod
    async def _partition_files_apart(cls, request: Any, subsystem: Any) -> Partitions:
        return _apart(request.files, subsystem)

    @classmethod
    async def _partition_sources_together(cls, request: Any, subsystem: Any) -> Partitions:
        return _together(await _files_of(request.field_sets), subsystem)

    @classmethod
    async def _partition_sources_apart(cls, request: Any, subsystem: Any) -> Partitions:
        return _apart(await _files_of(request.field_sets), subsystem)


async def _files_of(field_sets: Iterable[FieldSet]) -> list[str]:
    fields = [each.sources if hasattr(each, "sources") else each.source for each in field_sets]
    paths = await concurrently(
        resolve_source_paths(SourcesPathsRequest(field), **implicitly()) for field in fields
    )
    return [file for found in paths for file in found.files]


def _together(elements: Iterable[Any], subsystem: Any) -> Partitions:
    return Partitions() if subsystem.skip else Partitions.single_partition(elements)


def _apart(elements: Iterable[Any], subsystem: Any) -> Partitions:
    if subsystem.skip:
        return Partitions()
    return Partitions(Partition((each,), _EmptyMetadata()) for each in elements)
