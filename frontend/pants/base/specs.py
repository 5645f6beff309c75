"""Specs: which targets or files an argument of the command line means."""

from __future__ import annotations

from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
from pants.engine.internals.native_engine import FrozenDict, PathGlobs
from pants.util.record import Hidden, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Spec:
    """An argument that selects targets or files."""

    def __str__(self) -> str:
        """The argument as one would write it."""
        raise NotImplementedError


class AddressLiteralSpec(Record, Spec):
    """An address: `a/b:name`, `a/b#generated`, `a/b.py:name@key=value`."""

    path_component: str
    target_component: str | None = None
    generated_component: str | None = None
    parameters: FrozenDict[str, str] = FrozenDict()

    def __str__(self) -> str:
        target = f":{self.target_component}" if self.target_component else ""
        generated = f"#{self.generated_component}" if self.generated_component else ""
        pairs = ",".join(f"{key}={value}" for key, value in self.parameters.items())
        return f"{self.path_component}{target}{generated}{'@' + pairs if pairs else ''}"

    @property
    def is_directory_shorthand(self) -> bool:
        """Whether it says nothing but a folder."""
        return not (self.target_component or self.generated_component or self.parameters)


class FileLiteralSpec(Record, Spec):
    """A file: `a/b.py`."""

    file: str

    def __str__(self) -> str:
        return self.file

    def to_glob(self) -> str:
        """The glob that matches it."""
        return self.file


class FileGlobSpec(Record, Spec):
    """Files by a glob: `a/**/*.py`."""

    glob: str

    def __str__(self) -> str:
        return self.glob

    def to_glob(self) -> str:
        """The glob."""
        return self.glob


class _DirSpec(Record, Spec):
    """A folder, in one of several meanings."""

    directory: str

    def to_glob(self) -> str:
        """The glob for the files that it means."""
        return f"{self.directory}/*" if self.directory else "*"

    def matches_target_residence_dir(self, residence_dir: str) -> bool:
        """Whether targets that live in the folder are meant."""
        return residence_dir == self.directory

    def build_file_globs(self, build_patterns: Iterable[str]) -> Iterator[str]:
        """The globs for BUILD files that may declare what is meant: here and above."""
        patterns = tuple(build_patterns)
        for folder in _and_ancestors(self.directory):
            for pattern in patterns:
                yield f"{folder}/{pattern}" if folder else pattern


class DirLiteralSpec(_DirSpec):
    """A folder: the targets that live in it."""

    def __str__(self) -> str:
        return self.directory


class DirGlobSpec(_DirSpec):
    """`a/b:`, the targets that live in a folder, or are declared there."""

    def __str__(self) -> str:
        return f"{self.directory}:"


class RecursiveGlobSpec(_DirSpec):
    """`a/b::`, the targets that live in a folder and all below it."""

    def __str__(self) -> str:
        return f"{self.directory}::"

    def to_glob(self) -> str:
        """The glob for the files that it means."""
        return f"{self.directory}/**" if self.directory else "**"

    def matches_target_residence_dir(self, residence_dir: str) -> bool:
        """Whether targets that live in the folder are meant."""
        folder = self.directory
        return not folder or residence_dir == folder or residence_dir.startswith(folder + "/")

    def build_file_globs(self, build_patterns: Iterable[str]) -> Iterator[str]:
        """The globs for BUILD files that may declare what is meant: here, above and below."""
        patterns = tuple(build_patterns)
        yield from super().build_file_globs(patterns)
        for pattern in patterns:
            yield f"{self.directory}/**/{pattern}" if self.directory else f"**/{pattern}"


class AncestorGlobSpec(_DirSpec):
    """The targets that live in a folder and all above it; rules make such specs."""

    def __str__(self) -> str:
        return f"{self.directory}^"

    def matches_target_residence_dir(self, residence_dir: str) -> bool:
        """Whether targets that live in the folder are meant."""
        return residence_dir in _and_ancestors(self.directory)


def _and_ancestors(folder: str) -> list[str]:
    """The folder and all above it, the root first."""
    result = [""]
    parts = folder.split("/") if folder else []
    for end in range(1, len(parts) + 1):
        result.append("/".join(parts[:end]))
    return result


def _ignored(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple([f"!{pattern}" for pattern in patterns])


_KINDS: tuple[tuple[str, type], ...] = (
    ("address_literals", AddressLiteralSpec),
    ("file_literals", FileLiteralSpec),
    ("file_globs", FileGlobSpec),
    ("dir_literals", DirLiteralSpec),
    ("dir_globs", DirGlobSpec),
    ("recursive_globs", RecursiveGlobSpec),
    ("ancestor_globs", AncestorGlobSpec),
)


class RawSpecs(Record):
    """Specs by kind, either to include or to leave out."""

    description_of_origin: str = Hidden()
    address_literals: tuple[AddressLiteralSpec, ...] = ()
    file_literals: tuple[FileLiteralSpec, ...] = ()
    file_globs: tuple[FileGlobSpec, ...] = ()
    dir_literals: tuple[DirLiteralSpec, ...] = ()
    dir_globs: tuple[DirGlobSpec, ...] = ()
    recursive_globs: tuple[RecursiveGlobSpec, ...] = ()
    ancestor_globs: tuple[AncestorGlobSpec, ...] = ()
    unmatched_glob_behavior: GlobMatchErrorBehavior = GlobMatchErrorBehavior.error
    filter_by_global_options: bool = False
    from_change_detection: bool = False

    @classmethod
    def create(
        cls,
        specs: Iterable[Spec],
        *,
        description_of_origin: str,
        unmatched_glob_behavior: GlobMatchErrorBehavior = GlobMatchErrorBehavior.error,
        filter_by_global_options: bool = False,
        from_change_detection: bool = False,
    ) -> RawSpecs:
        """Sort specs by kind."""
        sorted_specs: dict[str, list[Spec]] = {name: [] for name, _ in _KINDS}
        for spec in specs:
            for name, kind in _KINDS:
                if type(spec) is kind:
                    sorted_specs[name].append(spec)
                    break
            else:
                raise AssertionError(f"Unexpected kind of spec: {spec!r}")
        return cls(
            description_of_origin=description_of_origin,
            unmatched_glob_behavior=unmatched_glob_behavior,
            filter_by_global_options=filter_by_global_options,
            from_change_detection=from_change_detection,
            **{name: tuple(found) for name, found in sorted_specs.items()},  # type: ignore[arg-type]
        )

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name, _ in _KINDS)

    def __str__(self) -> str:
        return ", ".join(str(spec) for name, _ in _KINDS for spec in getattr(self, name))

    def to_specs_paths_path_globs(self) -> PathGlobs:
        """The globs for all files that the specs mean without looking at targets."""
        globs = [
            spec.to_glob()
            for name, kind in _KINDS
            if kind not in (AddressLiteralSpec, AncestorGlobSpec)
            for spec in getattr(self, name)
        ]
        return PathGlobs(globs)


class RawSpecsWithOnlyFileOwners(Record):
    """The specs that name files, whose owners are meant."""

    description_of_origin: str = Hidden()
    file_literals: tuple[FileLiteralSpec, ...] = ()
    file_globs: tuple[FileGlobSpec, ...] = ()
    unmatched_glob_behavior: GlobMatchErrorBehavior = GlobMatchErrorBehavior.error
    filter_by_global_options: bool = False
    from_change_detection: bool = False

    @classmethod
    def from_raw_specs(cls, specs: RawSpecs) -> RawSpecsWithOnlyFileOwners:
        """The part of the specs that names files."""
        return cls(
            description_of_origin=specs.description_of_origin,
            file_literals=specs.file_literals,
            file_globs=specs.file_globs,
            unmatched_glob_behavior=specs.unmatched_glob_behavior,
            filter_by_global_options=specs.filter_by_global_options,
            from_change_detection=specs.from_change_detection,
        )

    def all_specs(self) -> Iterator[FileLiteralSpec | FileGlobSpec]:
        """All specs."""
        yield from self.file_literals
        yield from self.file_globs

    def path_globs_for_spec(self, spec: FileLiteralSpec | FileGlobSpec) -> PathGlobs:
        """The globs for the files of one spec."""
        behavior = self.unmatched_glob_behavior
        ignored = behavior == GlobMatchErrorBehavior.ignore
        return PathGlobs(
            [spec.to_glob()],
            glob_match_error_behavior=behavior,
            description_of_origin=None if ignored else self.description_of_origin,
        )

    def __bool__(self) -> bool:
        return bool(self.file_literals) or bool(self.file_globs)


class RawSpecsWithoutFileOwners(Record):
    """The specs that name addresses and folders."""

    description_of_origin: str = Hidden()
    address_literals: tuple[AddressLiteralSpec, ...] = ()
    dir_literals: tuple[DirLiteralSpec, ...] = ()
    dir_globs: tuple[DirGlobSpec, ...] = ()
    recursive_globs: tuple[RecursiveGlobSpec, ...] = ()
    ancestor_globs: tuple[AncestorGlobSpec, ...] = ()
    unmatched_glob_behavior: GlobMatchErrorBehavior = GlobMatchErrorBehavior.error
    filter_by_global_options: bool = False
    from_change_detection: bool = False

    @classmethod
    def from_raw_specs(cls, specs: RawSpecs) -> RawSpecsWithoutFileOwners:
        """The part of the specs that names addresses and folders."""
        return cls(
            description_of_origin=specs.description_of_origin,
            address_literals=specs.address_literals,
            dir_literals=specs.dir_literals,
            dir_globs=specs.dir_globs,
            recursive_globs=specs.recursive_globs,
            ancestor_globs=specs.ancestor_globs,
            unmatched_glob_behavior=specs.unmatched_glob_behavior,
            filter_by_global_options=specs.filter_by_global_options,
            from_change_detection=specs.from_change_detection,
        )

    def glob_specs(self) -> Iterator[_DirSpec]:
        """The specs that mean folders."""
        yield from self.dir_literals
        yield from self.dir_globs
        yield from self.recursive_globs
        yield from self.ancestor_globs

    def to_build_file_path_globs_tuple(
        self, *, build_patterns: Iterable[str], build_ignore_patterns: Iterable[str]
    ) -> tuple[PathGlobs, PathGlobs]:
        """The globs for BUILD files that may declare what is meant, and those that must match."""
        patterns = tuple(build_patterns)
        ignored = _ignored(build_ignore_patterns)
        build_globs: dict[str, None] = {}
        validation_globs: dict[str, None] = {}
        for spec in self.glob_specs():
            build_globs.update(dict.fromkeys(spec.build_file_globs(patterns)))
            validation_globs[spec.to_glob()] = None
        behavior = self.unmatched_glob_behavior
        silent = behavior == GlobMatchErrorBehavior.ignore
        return (
            PathGlobs((*build_globs, *ignored)),
            PathGlobs(
                (*validation_globs, *ignored),
                glob_match_error_behavior=behavior,
                description_of_origin=None if silent else self.description_of_origin,
            ),
        )

    def __bool__(self) -> bool:
        return bool(self.address_literals) or any(True for _ in self.glob_specs())


class Specs(Record):
    """All arguments of the command line that select something, and those that leave out."""

    includes: RawSpecs
    ignores: RawSpecs

    def __bool__(self) -> bool:
        return bool(self.includes) or bool(self.ignores)

    @classmethod
    def empty(cls) -> Specs:
        """No specs."""
        return cls(RawSpecs(description_of_origin="<not used>"), RawSpecs("<not used>"))

    def arguments_provided_description(self) -> str | None:
        """What kinds of arguments were given, in words; None if there were none."""
        from pants.util.strutil import comma_separated_list, pluralize

        includes = self.includes
        kinds = (
            (includes.file_literals, "file argument"),
            (includes.file_globs, "file glob argument"),
            (includes.address_literals, "target argument"),
            (includes.dir_literals, "directory argument"),
            (includes.dir_globs, "directory argument with `:`"),
            (includes.recursive_globs, "directory argument with `::`"),
        )
        words = [
            pluralize(len(found), text, include_count=False) if "`" not in text else text
            for found, text in kinds
            if found
        ]
        return comma_separated_list(words) if words else None
