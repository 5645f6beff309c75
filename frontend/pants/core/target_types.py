"""Target types that belong to no language: files, resources, archives, lockfiles."""

from __future__ import annotations

from pants.core.goals.package import OutputPathField
from pants.core.util_rules.archive_format import ArchiveFormat
from pants.engine.fs import GlobMatchErrorBehavior
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    InvalidFieldException,
    InvalidFieldTypeException,
    MultipleSourcesField,
    OptionalSingleSourceField,
    OverridesField,
    SingleSourceField,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    Target,
    TargetFilesGenerator,
    generate_file_based_overrides_field_help_message,
    generate_multiple_sources_field_help_message,
)
from pants.option.bootstrap_options import UnmatchedBuildFileGlobs
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pants.build_graph.address import Address
    from pants.engine.fs import PathGlobs
    from pants.engine.platform import Platform

# The type of targets that stand for files which git says were deleted.
DELETED_TARGET_TYPE = "__deleted_target"


# ---- Values of a `source` field that are no path -----------------------------------------------


class per_platform(Record):  # noqa: N801 (the name is that of the BUILD symbol)
    """One value for each platform, in a BUILD file."""

    linux_arm64: Any = None
    linux_x86_64: Any = None
    macos_arm64: Any = None
    macos_x86_64: Any = None

    def __class_getitem__(cls, item: object) -> type[per_platform]:
        return cls

    def __post_init__(self) -> None:
        if all(value is None for value in vars(self).values()):
            raise ValueError("`per_platform` must be given a value for at least one platform.")

    def check_types(self, type_: type) -> None:
        """Raise `TypeError` unless every value that is given is of this type."""
        for name, value in vars(self).items():
            if value is not None and not isinstance(value, type_):
                raise TypeError(
                    f"`{name}` must be a `{type_.__name__}`, but is a `{type(value).__name__}`."
                )

    def get_value_for_platform(self, platform: Platform) -> Any:
        value = getattr(self, platform.value)
        if value is None:
            raise ValueError(f"There is no value for the platform `{platform.value}` in {self!r}.")
        return value


class http_source(Record):  # noqa: N801 (the name is that of the BUILD symbol)
    """A file to download, in a BUILD file. Size and digest must be known."""

    url: str
    len: int
    sha256: str
    filename: str

    def __init__(self, url: str, *, len: int, sha256: str, filename: str = "") -> None:
        for name, value, type_ in (
            ("url", url, str),
            ("len", len, int),
            ("sha256", sha256, str),
            ("filename", filename, str),
        ):
            if not isinstance(value, type_) or isinstance(value, bool):
                raise TypeError(
                    f"`{name}` of `http_source` must be a `{type_.__name__}`, "
                    f"but is a `{type(value).__name__}`."
                )
        if not filename:
            scheme, _, rest = url.rpartition("://")
            path = rest.partition("?")[0].partition("#")[0]
            filename = path.rpartition("/")[2]
            if not filename or (scheme and "/" not in path):
                raise ValueError(f"`{url}` names no file. Give a `filename` to `http_source`.")
        if "/" in filename or "\\" in filename:
            raise ValueError(f"`filename` of `http_source` must have no folder: `{filename}`")
        self._fill(url=url, len=len, sha256=sha256, filename=filename)


class AssetSourceField(SingleSourceField):
    """A source that may also be downloaded, and may differ between platforms."""

    value: str | http_source | per_platform[http_source]
    help = (
        "The file: a path relative to the BUILD file, or `http_source(...)` to download it, or "
        "`per_platform(linux_x86_64=http_source(...), ...)` to download another one for each "
        "platform."
    )

    @classmethod
    def compute_value(
        cls,
        raw_value: str | http_source | per_platform[http_source] | None,
        address: Address,
    ) -> str | http_source | per_platform[http_source] | None:
        if raw_value is None or isinstance(raw_value, str):
            return super().compute_value(raw_value, address)
        if isinstance(raw_value, per_platform):
            try:
                raw_value.check_types(http_source)
            except TypeError as e:
                raise InvalidFieldException(
                    f"The '{cls.alias}' field of the target {address} has a value that is not "
                    f"allowed: {e}"
                ) from None
            return raw_value
        if isinstance(raw_value, http_source):
            return raw_value
        raise InvalidFieldTypeException(
            address,
            cls.alias,
            raw_value,
            expected_type="a string, an `http_source` object, or a `per_platform` object",
        )

    def validate_resolved_files(self, files: Sequence[str]) -> None:
        if isinstance(self.value, str):
            super().validate_resolved_files(files)

    @property
    def globs(self) -> tuple[str, ...]:
        return (self.value,) if isinstance(self.value, str) else ()

    @property
    def file_path(self) -> str:
        """The path from the build root. Not for a source that differs between platforms."""
        if isinstance(self.value, per_platform):
            raise ValueError(f"The file of {self.address} depends on the platform.")
        import os

        name = self.value.filename if isinstance(self.value, http_source) else self.value
        return os.path.join(self.address.spec_path, name)


# ---- `file` and `files` ------------------------------------------------------------------------


class FileSourceField(AssetSourceField):
    uses_source_roots = False


class FileDependenciesField(Dependencies):
    pass


class FileTarget(Target):
    alias = "file"
    core_fields = (*COMMON_TARGET_FIELDS, FileDependenciesField, FileSourceField)
    help = (
        "A loose file that code opens by its path from the build root.\n\n"
        "For files that belong to a package and are loaded as such, use `resource`."
    )


class FilesGeneratingSourcesField(MultipleSourcesField):
    required = True
    uses_source_roots = False
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['example.txt', 'new_*.md', '!old_ignore.csv']`"
    )


class FilesOverridesField(OverridesField):
    help = generate_file_based_overrides_field_help_message(
        FileTarget.alias,
        """
        overrides={
            "foo.json": {"description": "our customer model"},
            "bar.json": {"description": "our product model"},
            ("foo.json", "bar.json"): {"tags": ["overridden"]},
        }
        """,
    )


class FilesGeneratorTarget(TargetFilesGenerator):
    alias = "files"
    core_fields = (*COMMON_TARGET_FIELDS, FilesGeneratingSourcesField, FilesOverridesField)
    generated_target_cls = FileTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (FileDependenciesField,)
    help = "Makes a `file` target for each file in `sources`."


# ---- `relocated_files` -------------------------------------------------------------------------


class RelocatedFilesSourcesField(MultipleSourcesField):
    # Nothing on disk: the files come from other targets, by code generation.
    alias = "_sources"
    expected_num_files = 0


class RelocatedFilesOriginalTargetsField(SpecialCasedDependencies):
    alias = "files_targets"
    required = True
    help = "Addresses of the `file` and `files` targets whose files get another path."


class RelocatedFilesSrcField(StringField):
    alias = "src"
    required = True
    help = (
        "The start of the original paths, to be replaced by `dest`. "
        "Empty to put `dest` in front; files that lie elsewhere are an error."
    )


class RelocatedFilesDestField(StringField):
    alias = "dest"
    required = True
    help = "What to put in place of `src`. Empty to only take `src` away."


class RelocatedFiles(Target):
    alias = "relocated_files"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        RelocatedFilesSourcesField,
        RelocatedFilesOriginalTargetsField,
        RelocatedFilesSrcField,
        RelocatedFilesDestField,
    )
    help = (
        "Loose files under another path.\n\n"
        "Whoever depends on this target sees the files of `files_targets` with `src` at the start "
        "of their paths replaced by `dest`. The files themselves stay where they are."
    )


# ---- `resource` and `resources` ----------------------------------------------------------------


class ResourceDependenciesField(Dependencies):
    pass


class ResourceSourceField(AssetSourceField):
    uses_source_roots = True


class ResourceTarget(Target):
    alias = "resource"
    core_fields = (*COMMON_TARGET_FIELDS, ResourceDependenciesField, ResourceSourceField)
    help = (
        "A file that is part of a package and loaded through it, such as with "
        "`importlib.resources`.\n\n"
        "Its path loses the source root, as that of code does. For files that are opened by their "
        "path from the build root, use `file`."
    )


class ResourcesGeneratingSourcesField(MultipleSourcesField):
    required = True
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['example.txt', 'new_*.md', '!old_ignore.csv']`"
    )


class ResourcesOverridesField(OverridesField):
    help = generate_file_based_overrides_field_help_message(
        ResourceTarget.alias,
        """
        overrides={
            "foo.json": {"description": "our customer model"},
            "bar.json": {"description": "our product model"},
            ("foo.json", "bar.json"): {"tags": ["overridden"]},
        }
        """,
    )


class ResourcesGeneratorTarget(TargetFilesGenerator):
    alias = "resources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ResourcesGeneratingSourcesField,
        ResourcesOverridesField,
    )
    generated_target_cls = ResourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (ResourceDependenciesField,)
    help = "Makes a `resource` target for each file in `sources`."


# ---- `target` ----------------------------------------------------------------------------------


class GenericTargetDependenciesField(Dependencies):
    pass


class GenericTarget(Target):
    alias = "target"
    core_fields = (*COMMON_TARGET_FIELDS, GenericTargetDependenciesField)
    help = (
        "A name for a group of targets.\n\n"
        "It has no files of its own: depend on it, or name it in a goal, to mean all of its "
        "`dependencies`."
    )


# ---- `archive` ---------------------------------------------------------------------------------


class ArchivePackagesField(SpecialCasedDependencies):
    alias = "packages"
    help = (
        "Addresses of targets that `package` can build, such as binaries and other archives. "
        "What they are built into goes into the archive."
    )


class ArchiveFilesField(SpecialCasedDependencies):
    alias = "files"
    help = (
        "Addresses of `file`, `files` and `relocated_files` targets whose files go into the "
        "archive. Not those of `resource` targets and code: package these first."
    )


class ArchiveFormatField(StringField):
    alias = "format"
    valid_choices = ArchiveFormat
    required = True
    value: str
    help = "The kind of archive to write."


class ArchiveTarget(Target):
    alias = "archive"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OutputPathField,
        ArchivePackagesField,
        ArchiveFilesField,
        ArchiveFormatField,
    )
    help = "A ZIP or tar file with loose files and with what other targets are packaged into."


# ---- Targets that no BUILD file declares -------------------------------------------------------


class DeletedSources(StringSequenceField):
    alias = "deleted_sources"
    help = "Files that are gone and whose owners no longer exist."


class DeletedTarget(Target):
    alias = DELETED_TARGET_TYPE
    core_fields = (DeletedSources,)
    help = "Stands for files that git says were deleted, so that what used them can be found."


class TargetGeneratorSourcesHelperSourcesField(SingleSourceField):
    uses_source_roots = False
    required = True


class TargetGeneratorSourcesHelperTarget(Target):
    alias = "_generator_sources_helper"
    core_fields = (*COMMON_TARGET_FIELDS, TargetGeneratorSourcesHelperSourcesField)
    help = (
        "Owns a file that a target generator reads, such as `requirements.txt`, so that a change "
        "of the file is seen as a change of what it generates. Made by generators only."
    )


class LockfileSourceField(OptionalSingleSourceField):
    # The file need not exist yet: the resolve may never have been generated.
    uses_source_roots = False
    required = True
    value: str

    def path_globs(self, unmatched_build_file_globs: UnmatchedBuildFileGlobs) -> PathGlobs:
        return super().path_globs(UnmatchedBuildFileGlobs(GlobMatchErrorBehavior.ignore))


class LockfileDependenciesField(Dependencies):
    pass


class LockfileTarget(Target):
    alias = "_lockfile"
    core_fields = (*COMMON_TARGET_FIELDS, LockfileSourceField, LockfileDependenciesField)
    help = "A lockfile of a resolve. Made for each resolve, never written in a BUILD file."


class LockfilesGeneratorSourcesField(MultipleSourcesField):
    # What `path_globs` does, for the engine, which expands the globs by itself.
    glob_match_error_behavior = GlobMatchErrorBehavior.ignore

    def path_globs(self, unmatched_build_file_globs: UnmatchedBuildFileGlobs) -> PathGlobs:
        return super().path_globs(UnmatchedBuildFileGlobs(GlobMatchErrorBehavior.ignore))

    help = generate_multiple_sources_field_help_message("Example: `sources=['example.lock']`")


class LockfilesGeneratorTarget(TargetFilesGenerator):
    alias = "_lockfiles"
    core_fields = (*COMMON_TARGET_FIELDS, LockfilesGeneratorSourcesField)
    generated_target_cls = LockfileTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (LockfileDependenciesField,)
    help = "Makes a `_lockfile` target for each lockfile. Never written in a BUILD file."


class ResolveLikeField:
    """Mixed into fields that choose a resolve, whatever the language calls it."""

    def get_resolve_like_field_to_value_request(self) -> type:
        """The request that says which resolve a target with this field uses."""
        raise NotImplementedError
