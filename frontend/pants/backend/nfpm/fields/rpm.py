"""Fields of RPM packages."""

from __future__ import annotations

from pants.backend.nfpm.fields._relationships import NfpmPackageRelationshipsField
from pants.backend.nfpm.fields.scripts import NfpmPackageScriptsField
from pants.engine.target import InvalidFieldException, StringField, StringSequenceField
from pants.util.frozendict import FrozenDict
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.addresses import Address


class NfpmRpmCompressionAlgorithm(PlainEnum):
    gzip = "gzip"
    lzma = "lzma"
    xz = "xz"
    zstd = "zstd"


_ALGORITHMS_WITH_LEVELS = ("gzip", "zstd")


class NfpmRpmPackagerField(StringField):
    alias = "packager"
    nfpm_alias = "rpm.packager"
    help = "Who built the package, as `Name <email>`."


class NfpmRpmVendorField(StringField):
    alias = "vendor"
    nfpm_alias = "vendor"
    help = "The organisation that distributes the package."


class NfpmRpmGroupField(StringField):
    alias = "group"
    nfpm_alias = "rpm.group"
    help = "The package's group. Only old distributions use it."


class NfpmRpmSummaryField(StringField):
    alias = "summary"
    nfpm_alias = "rpm.summary"
    help = "One line that says what the package is. Unset means the first line of `description`."


class NfpmRpmPrefixesField(StringSequenceField):
    alias = "prefixes"
    nfpm_alias = "rpm.prefixes"
    help = "Folders that a user may relocate when the package is installed."


class NfpmRpmReplacesField(NfpmPackageRelationshipsField):
    alias = "replaces"
    nfpm_alias = "replaces"
    help = 'Packages that this one makes obsolete, such as `["old-name < 2"]`.'


class NfpmRpmProvidesField(NfpmPackageRelationshipsField):
    alias = "provides"
    nfpm_alias = "provides"
    help = 'Capabilities that this package stands for, such as `["editor"]`.'


class NfpmRpmDependsField(NfpmPackageRelationshipsField):
    alias = "depends"
    nfpm_alias = "depends"
    help = (
        'Packages or capabilities that must be installed with this one, such as `["git", '
        '"python3 >= 3.11"]`.'
    )


class NfpmRpmRecommendsField(NfpmPackageRelationshipsField):
    alias = "recommends"
    nfpm_alias = "recommends"
    help = "Packages that are installed with this one when possible."


class NfpmRpmSuggestsField(NfpmPackageRelationshipsField):
    alias = "suggests"
    nfpm_alias = "suggests"
    help = "Packages that make this one more useful but are not installed with it."


class NfpmRpmConflictsField(NfpmPackageRelationshipsField):
    alias = "conflicts"
    nfpm_alias = "conflicts"
    help = "Packages that cannot be installed beside this one."


class NfpmRpmCompressionField(StringField):
    alias = "compression"
    nfpm_alias = "rpm.compression"
    valid_choices = NfpmRpmCompressionAlgorithm
    default = "gzip:-1"
    help = (
        "How the contents are compressed: `gzip`, `lzma`, `xz` or `zstd`. A level may follow after "
        "a colon, as in `zstd:19`, for `gzip` and `zstd`."
    )

    @classmethod
    def compute_value(cls, raw_value: str | None, address: Address) -> str | None:
        if raw_value is None:
            return cls.default
        if not isinstance(raw_value, str) or ":" not in raw_value:
            return super().compute_value(raw_value, address)
        name, level = raw_value.split(":", 1)
        algorithm = super().compute_value(name, address)
        if algorithm not in _ALGORITHMS_WITH_LEVELS:
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` is {raw_value!r}, but only gzip and zstd have levels."
            )
        if ":" in level:
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` is {raw_value!r}, but must be `algorithm:level`."
            )
        return f"{algorithm}:{level}"


class NfpmRpmScriptsField(NfpmPackageScriptsField):
    nfpm_aliases = FrozenDict(
        {
            **NfpmPackageScriptsField.nfpm_aliases,
            "pretrans": "rpm.scripts.pretrans",
            "posttrans": "rpm.scripts.posttrans",
            "verify": "rpm.scripts.verify",
        }
    )
    help = (
        "Scripts run when the package is installed or removed: keys are `preinstall`, "
        "`postinstall`, `preremove`, `postremove`, `pretrans`, `posttrans` and `verify`; values "
        "are files of a dependency, by path relative to the BUILD file's folder."
    )


class NfpmRpmGhostContents(StringSequenceField):
    alias = "ghost_contents"
    nfpm_alias = ""
    help = (
        "Absolute paths of files that the package owns but does not contain, such as logs that a "
        "program writes."
    )

    @property
    def nfpm_contents(self) -> list[dict[str, str]]:
        """The files as entries of nFPM's `contents` list."""
        return [{"type": "ghost", "dst": path} for path in self.value or ()]
