"""Fields of Alpine packages."""

from __future__ import annotations

from pants.backend.nfpm.fields._relationships import NfpmPackageRelationshipsField
from pants.backend.nfpm.fields.scripts import NfpmPackageScriptsField
from pants.engine.target import StringField
from pants.util.frozendict import FrozenDict


class NfpmApkMaintainerField(StringField):
    alias = "maintainer"
    nfpm_alias = "maintainer"
    help = "Who looks after the package, as `Name <email>`."


class NfpmApkReplacesField(NfpmPackageRelationshipsField):
    alias = "replaces"
    nfpm_alias = "replaces"
    help = (
        "Packages whose files this one may overwrite, optionally with a version, such as "
        '`["old-name<2"]`.'
    )


class NfpmApkProvidesField(NfpmPackageRelationshipsField):
    alias = "provides"
    nfpm_alias = "provides"
    help = (
        "Virtual packages, commands or libraries that this package stands for, such as "
        '`["cmd:foo=1.0", "so:libfoo.so.1=1"]`.'
    )


class NfpmApkDependsField(NfpmPackageRelationshipsField):
    alias = "depends"
    nfpm_alias = "depends"
    help = (
        'Packages that must be installed with this one, such as `["git", "python3>=3.11"]`; a '
        "leading `!` names a conflict."
    )


class NfpmApkScriptsField(NfpmPackageScriptsField):
    nfpm_aliases = FrozenDict(
        {
            **NfpmPackageScriptsField.nfpm_aliases,
            "preupgrade": "apk.scripts.preupgrade",
            "postupgrade": "apk.scripts.postupgrade",
        }
    )
    help = (
        "Scripts run when the package is installed, upgraded or removed: keys are `preinstall`, "
        "`postinstall`, `preremove`, `postremove`, `preupgrade` and `postupgrade`; values are "
        "files of a dependency, by path relative to the BUILD file's folder."
    )
