"""Tools that are executables of their own: their version, and where each platform's build is.

A subclass names a version and the builds that are known, one a line:
`version|platform|sha256|size`, with an optional fifth column for a URL.
"""

from __future__ import annotations

from pants.core.goals.resolves import ExportableTool, ExportMode
from pants.option.option_types import DictOption, EnumOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.meta import classproperty
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from pants.engine.fs import Digest, DownloadFile
    from pants.engine.platform import Platform


class UnsupportedVersionUsage(PlainEnum):
    """What to do with a version outside of `version_constraints`."""

    RaiseError = "error"
    LogWarning = "warning"


class ExternalToolError(Exception):
    """A tool cannot be got."""


class UnknownVersion(ExternalToolError):
    """No build is known for the version and platform."""


class UnsupportedVersion(ExternalToolError):
    """The version is outside of `version_constraints`."""


class ExternalToolVersion(Record):
    """One line of `known_versions`."""

    version: str
    platform: str
    sha256: str
    filesize: int
    url_override: str | None = None

    def encode(self) -> str:
        columns = [self.version, self.platform, self.sha256, str(self.filesize)]
        if self.url_override is not None:
            columns.append(self.url_override)
        return "|".join(columns)

    @classmethod
    def decode(cls, line: str) -> ExternalToolVersion:
        columns = [column.strip() for column in line.split("|")]
        if len(columns) not in (4, 5):
            raise ExternalToolError(
                f"Bad value for `known_versions`: {line!r} has {len(columns)} columns, not "
                "`version|platform|sha256|size` or these and a URL."
            )
        version, platform, sha256, size = columns[:4]
        return cls(version, platform, sha256, int(size), columns[4] if len(columns) == 5 else None)


class ExternalToolRequest(Record):
    """A tool to download, and the path of its executable in what is downloaded."""

    download_file_request: DownloadFile
    exe: str


class DownloadedExternalTool(Record):
    digest: Digest
    exe: str


class ExternalToolOptionsMixin:
    """The version and the known builds."""

    @classproperty
    def name(cls) -> str:
        """The tool's name in messages."""
        return cls.__name__.lower()

    @classproperty
    def binary_name(cls) -> str:
        """The name that `export` gives the executable."""
        return cls.name.lower()

    default_version: ClassVar[str]
    default_known_versions: ClassVar[list[str]]
    version_constraints: ClassVar[str | None] = None

    version = StrOption(
        default=lambda cls: cls.default_version,
        advanced=True,
        help=lambda cls: (
            f"The version of {cls.name} to use."
            + (f" Supported are: {cls.version_constraints}." if cls.version_constraints else "")
        ),
    )
    known_versions = StrListOption(
        default=lambda cls: cls.default_known_versions,
        advanced=True,
        help=lambda cls: (
            f"The builds of {cls.name} that may be used, each as `version|platform|sha256|size`, "
            "and a URL as fifth column where it is not the usual one. "
            "Add yours to use another version."
        ),
    )


class ExternalTool(Subsystem, ExportableTool, ExternalToolOptionsMixin):
    """A tool that is downloaded as an executable or an archive with one."""

    export_mode = ExportMode.binary

    use_unsupported_version = EnumOption(
        advanced=True,
        default=UnsupportedVersionUsage.RaiseError,
        help=lambda cls: (
            f"What to do if the version of {cls.name} is not one of those supported"
            + (f" ({cls.version_constraints})." if cls.version_constraints else ".")
        ),
    )

    def generate_url(self, plat: Platform) -> str:
        """The URL of the build for this platform."""
        raise NotImplementedError

    def generate_exe(self, plat: Platform) -> str:
        """The path of the executable in the archive, or the name of the downloaded file."""
        return self.generate_url(plat).rpartition("/")[2]

    def known_version(self, plat: Platform) -> ExternalToolVersion | None:
        """The build of the chosen version for this platform, if there is one."""
        for line in self.known_versions:
            known = ExternalToolVersion.decode(line)
            if known.version == self.version and known.platform == plat.value:
                return known
        return None

    @classmethod
    def decode_known_version(cls, known_version: str) -> ExternalToolVersion:
        return ExternalToolVersion.decode(known_version)

    def get_request(self, plat: Platform) -> ExternalToolRequest:
        """What to download for this platform."""
        known = self.known_version(plat)
        if known is None:
            raise UnknownVersion(
                f"No build of {self.name} {self.version} is known for {plat.value}: "
                f"`[{self.options_scope}].known_versions` has no line for it."
            )
        return self.get_request_for(known.platform, known.sha256, known.filesize, plat=plat)

    def get_request_for(
        self, plat_val: str, sha256: str, length: int, *, plat: Platform
    ) -> ExternalToolRequest:
        from pants.engine.fs import DownloadFile, FileDigest

        known = self.known_version(plat)
        url = (known and known.url_override) or self.generate_url(plat)
        return ExternalToolRequest(
            DownloadFile(url=url, expected_digest=FileDigest(sha256, length)),
            self.generate_exe(plat),
        )


class TemplatedExternalToolOptionsMixin(ExternalToolOptionsMixin):
    """A URL with placeholders for version and platform."""

    default_url_template: ClassVar[str]
    default_url_platform_mapping: ClassVar[dict[str, str] | None] = None

    url_template = StrOption(
        default=lambda cls: cls.default_url_template,
        advanced=True,
        help=lambda cls: (
            f"Where builds of {cls.name} are. `{{version}}` and `{{platform}}` are filled in. "
            "Change it to use a mirror, or a `file:` URL."
        ),
    )
    url_platform_mapping = DictOption[str](
        "--url-platform-mapping",
        default=lambda cls: cls.default_url_platform_mapping,
        advanced=True,
        help=lambda cls: (
            f"How {cls.name} spells platforms, for `{{platform}}` in `url_template`: "
            "a name for each of `linux_arm64`, `linux_x86_64`, `macos_arm64`, `macos_x86_64`."
        ),
    )


class TemplatedExternalTool(ExternalTool, TemplatedExternalToolOptionsMixin):
    """A tool whose URL follows from a template."""

    def generate_url(self, plat: Platform) -> str:
        mapping = self.url_platform_mapping or {}
        platform = mapping.get(plat.value, plat.value if not mapping else "")
        if not platform and "{platform}" in self.url_template:
            raise ExternalToolError(
                f"`[{self.options_scope}].url_platform_mapping` has no name for {plat.value}."
            )
        return self.url_template.format(version=self.version, platform=platform)
