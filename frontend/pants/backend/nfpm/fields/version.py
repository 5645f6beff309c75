"""Fields that make up a package version."""

from __future__ import annotations

from pants.engine.target import IntField, StringField


class NfpmVersionField(StringField):
    alias = "version"
    nfpm_alias = "version"
    required = True
    help = (
        "The package's version, such as `1.2.3`. With the `semver` schema a suffix is split into "
        "prerelease and metadata."
    )


class NfpmVersionSchemaField(StringField):
    alias = "version_schema"
    nfpm_alias = "version_schema"
    default = "semver"
    valid_choices = ("none", "semver")
    help = "How `version` is read: `semver` splits it into its parts, `none` uses it as it is."


class NfpmVersionPrereleaseField(StringField):
    alias = "version_prerelease"
    nfpm_alias = "prerelease"
    help = "The prerelease part of the version, such as `rc1`. Unset means what `version` says."


class NfpmVersionMetadataField(StringField):
    alias = "version_metadata"
    nfpm_alias = "version_metadata"
    help = "The build metadata of the version, such as a commit. Unset means what `version` says."


class NfpmVersionReleaseField(IntField):
    alias = "version_release"
    nfpm_alias = "release"
    default = 1
    help = "The package's own revision: raise it when the packaging changes but `version` does not."


class NfpmVersionEpochField(IntField):
    alias = "version_epoch"
    nfpm_alias = "epoch"
    help = (
        "A number that outranks `version` when package managers compare. Needed only when a "
        "numbering scheme was abandoned; it can never go back."
    )
