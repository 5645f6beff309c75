"""Fields of Arch Linux packages."""

from __future__ import annotations

from pants.backend.nfpm.fields._relationships import NfpmPackageRelationshipsField
from pants.backend.nfpm.fields.scripts import NfpmPackageScriptsField
from pants.engine.target import StringField
from pants.util.frozendict import FrozenDict


class NfpmArchlinuxPackagerField(StringField):
    alias = "packager"
    nfpm_alias = "archlinux.packager"
    help = "Who built the package, as `Name <email>`. Unset means `Unknown Packager`."


class NfpmArchlinuxPkgbaseField(StringField):
    alias = "pkgbase"
    nfpm_alias = "archlinux.pkgbase"
    help = (
        "The base package's name, when this is one of several split packages. Unset means "
        "`package_name`."
    )


class NfpmArchlinuxReplacesField(NfpmPackageRelationshipsField):
    alias = "replaces"
    nfpm_alias = "replaces"
    help = 'Packages that this one takes the place of on an upgrade, such as `["old-name"]`.'


class NfpmArchlinuxProvidesField(NfpmPackageRelationshipsField):
    alias = "provides"
    nfpm_alias = "provides"
    help = 'Virtual packages that this one stands for, such as `["editor=1.0"]`.'


class NfpmArchlinuxDependsField(NfpmPackageRelationshipsField):
    alias = "depends"
    nfpm_alias = "depends"
    help = 'Packages that must be installed with this one, such as `["git", "tcpdump<5"]`.'


class NfpmArchlinuxConflictsField(NfpmPackageRelationshipsField):
    alias = "conflicts"
    nfpm_alias = "conflicts"
    help = 'Packages that cannot be installed beside this one, such as `["emacs<29"]`.'


class NfpmArchlinuxScriptsField(NfpmPackageScriptsField):
    nfpm_aliases = FrozenDict(
        {
            **NfpmPackageScriptsField.nfpm_aliases,
            "preupgrade": "archlinux.scripts.preupgrade",
            "postupgrade": "archlinux.scripts.postupgrade",
        }
    )
    help = (
        "Scripts run when the package is installed, upgraded or removed: keys are `preinstall`, "
        "`postinstall`, `preremove`, `postremove`, `preupgrade` and `postupgrade`; values are "
        "files of a dependency, by path relative to the BUILD file's folder."
    )
