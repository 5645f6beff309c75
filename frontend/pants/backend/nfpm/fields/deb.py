"""Fields of Debian packages."""

from __future__ import annotations

from pants.backend.nfpm.fields._relationships import NfpmPackageRelationshipsField
from pants.backend.nfpm.fields.scripts import NfpmPackageScriptsField
from pants.engine.target import (
    DictStringToStringField,
    DictStringToStringSequenceField,
    InvalidFieldException,
    StringField,
)
from pants.util.frozendict import FrozenDict
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.addresses import Address


class DebPriority(PlainEnum):
    """How important Debian considers a package."""

    required = "required"
    important = "important"
    standard = "standard"
    optional = "optional"
    extra = "extra"


class NfpmDebCompressionAlgorithm(PlainEnum):
    gzip = "gzip"
    none = "none"
    xz = "xz"
    zstd = "zstd"


class NfpmDebMaintainerField(StringField):
    alias = "maintainer"
    nfpm_alias = "maintainer"
    required = True
    help = "Who looks after the package, as `Name <email>`. Debian requires it."


class NfpmDebSectionField(StringField):
    alias = "section"
    nfpm_alias = "section"
    help = "The archive section that fits the package, such as `utils` or `python`."


class NfpmDebPriorityField(StringField):
    alias = "priority"
    nfpm_alias = "priority"
    valid_choices = DebPriority
    default = DebPriority.optional.value
    help = "How important the package is for a system."


class NfpmDebFieldsField(DictStringToStringField):
    alias = "fields"
    nfpm_alias = "deb.fields"
    help = (
        'Additional fields of the package\'s control file, such as `{"Bugs": '
        '"https://example.com/bugs"}`.'
    )


class NfpmDebTriggersField(DictStringToStringSequenceField):
    alias = "triggers"
    nfpm_alias = "deb.triggers"
    valid_keys = (
        "interest",
        "interest_await",
        "interest_noawait",
        "activate",
        "activate_await",
        "activate_noawait",
    )
    help = (
        "Dpkg triggers by directive: `interest`, `interest_await`, `interest_noawait`, `activate`, "
        "`activate_await` or `activate_noawait`, each with a list of trigger names."
    )

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, Iterable[str]] | None, address: Address
    ) -> FrozenDict[str, tuple[str, ...]] | None:
        value = super().compute_value(raw_value, address)
        unknown = sorted(set(value or ()).difference(cls.valid_keys))
        if unknown:
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` has unknown keys {unknown}. "
                f"Known keys: {cls.valid_keys}."
            )
        return value


class NfpmDebReplacesField(NfpmPackageRelationshipsField):
    alias = "replaces"
    nfpm_alias = "replaces"
    help = 'Packages whose files this one may overwrite, such as `["old-name (<< 2.0)"]`.'


class NfpmDebProvidesField(NfpmPackageRelationshipsField):
    alias = "provides"
    nfpm_alias = "provides"
    help = 'Virtual packages that this one stands for, such as `["mail-transport-agent"]`.'


class NfpmDebDependsField(NfpmPackageRelationshipsField):
    alias = "depends"
    nfpm_alias = "depends"
    help = (
        'Packages that must be installed and configured before this one, such as `["git", '
        '"libc6 (>= 2.36)"]`.'
    )


class NfpmDebPreDependsField(NfpmPackageRelationshipsField):
    alias = "predepends"
    nfpm_alias = "deb.predepends"
    help = "Packages that must be fully installed before dpkg even unpacks this one. Rarely needed."


class NfpmDebRecommendsField(NfpmPackageRelationshipsField):
    alias = "recommends"
    nfpm_alias = "recommends"
    help = "Packages that are installed with this one unless the user objects."


class NfpmDebSuggestsField(NfpmPackageRelationshipsField):
    alias = "suggests"
    nfpm_alias = "suggests"
    help = "Packages that make this one more useful but are not installed with it."


class NfpmDebConflictsField(NfpmPackageRelationshipsField):
    alias = "conflicts"
    nfpm_alias = "conflicts"
    help = "Packages that cannot be unpacked beside this one."


class NfpmDebBreaksField(NfpmPackageRelationshipsField):
    alias = "breaks"
    nfpm_alias = "deb.breaks"
    help = "Packages that stop working when this one is installed; dpkg deconfigures them."


class NfpmDebCompressionField(StringField):
    alias = "compression"
    nfpm_alias = "deb.compression"
    valid_choices = NfpmDebCompressionAlgorithm
    default = NfpmDebCompressionAlgorithm.gzip.value
    help = "How the package's contents are compressed."


class NfpmDebScriptsField(NfpmPackageScriptsField):
    nfpm_aliases = FrozenDict(
        {
            **NfpmPackageScriptsField.nfpm_aliases,
            "rules": "deb.scripts.rules",
            "templates": "deb.scripts.templates",
            "config": "deb.scripts.config",
        }
    )
    help = (
        "Scripts run when the package is installed or removed: keys are `preinstall`, "
        "`postinstall`, `preremove`, `postremove`, `rules`, `templates` and `config`; values are "
        "files of a dependency, by path relative to the BUILD file's folder."
    )
