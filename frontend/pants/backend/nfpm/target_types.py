"""Targets for system packages and what they install."""

from __future__ import annotations

from pants.backend.nfpm.fields.all import (
    NfpmArchField,
    NfpmDependencies,
    NfpmHomepageField,
    NfpmLicenseField,
    NfpmOutputPathField,
    NfpmPackageMtimeField,
    NfpmPackageNameField,
    NfpmPlatformField,
)
from pants.backend.nfpm.fields.apk import (
    NfpmApkDependsField,
    NfpmApkMaintainerField,
    NfpmApkProvidesField,
    NfpmApkReplacesField,
    NfpmApkScriptsField,
)
from pants.backend.nfpm.fields.archlinux import (
    NfpmArchlinuxConflictsField,
    NfpmArchlinuxDependsField,
    NfpmArchlinuxPackagerField,
    NfpmArchlinuxPkgbaseField,
    NfpmArchlinuxProvidesField,
    NfpmArchlinuxReplacesField,
    NfpmArchlinuxScriptsField,
)
from pants.backend.nfpm.fields.contents import (
    NfpmContentDirDstField,
    NfpmContentDirsField,
    NfpmContentDirsOverridesField,
    NfpmContentDstField,
    NfpmContentFileGroupField,
    NfpmContentFileModeField,
    NfpmContentFileMtimeField,
    NfpmContentFileOwnerField,
    NfpmContentFilesField,
    NfpmContentFileSourceField,
    NfpmContentFilesOverridesField,
    NfpmContentSrcField,
    NfpmContentSymlinkDstField,
    NfpmContentSymlinksField,
    NfpmContentSymlinksOverridesField,
    NfpmContentSymlinkSrcField,
    NfpmContentTypeField,
)
from pants.backend.nfpm.fields.deb import (
    NfpmDebBreaksField,
    NfpmDebCompressionField,
    NfpmDebConflictsField,
    NfpmDebDependsField,
    NfpmDebFieldsField,
    NfpmDebMaintainerField,
    NfpmDebPreDependsField,
    NfpmDebPriorityField,
    NfpmDebProvidesField,
    NfpmDebRecommendsField,
    NfpmDebReplacesField,
    NfpmDebScriptsField,
    NfpmDebSectionField,
    NfpmDebSuggestsField,
    NfpmDebTriggersField,
)
from pants.backend.nfpm.fields.rpm import (
    NfpmRpmCompressionField,
    NfpmRpmConflictsField,
    NfpmRpmDependsField,
    NfpmRpmGhostContents,
    NfpmRpmGroupField,
    NfpmRpmPackagerField,
    NfpmRpmPrefixesField,
    NfpmRpmProvidesField,
    NfpmRpmRecommendsField,
    NfpmRpmReplacesField,
    NfpmRpmScriptsField,
    NfpmRpmSuggestsField,
    NfpmRpmSummaryField,
    NfpmRpmVendorField,
)
from pants.backend.nfpm.fields.version import (
    NfpmVersionEpochField,
    NfpmVersionField,
    NfpmVersionMetadataField,
    NfpmVersionPrereleaseField,
    NfpmVersionReleaseField,
    NfpmVersionSchemaField,
)
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    InvalidTargetException,
    Target,
    TargetGenerator,
)


class NfpmPackageTarget(Target):
    pass


class NfpmApkPackage(NfpmPackageTarget):
    alias = "nfpm_apk_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmOutputPathField,
        NfpmPackageMtimeField,
        NfpmDependencies,
        NfpmPackageNameField,
        NfpmArchField,
        NfpmVersionField,
        NfpmVersionSchemaField,
        NfpmVersionPrereleaseField,
        NfpmVersionReleaseField,
        NfpmHomepageField,
        NfpmLicenseField,
        NfpmApkMaintainerField,
        NfpmApkReplacesField,
        NfpmApkProvidesField,
        NfpmApkDependsField,
        NfpmApkScriptsField,
    )
    help = "An Alpine package (`.apk`), built with nFPM."


class NfpmArchlinuxPackage(NfpmPackageTarget):
    alias = "nfpm_archlinux_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmOutputPathField,
        NfpmPackageMtimeField,
        NfpmDependencies,
        NfpmPackageNameField,
        NfpmArchField,
        NfpmVersionField,
        NfpmVersionSchemaField,
        NfpmVersionPrereleaseField,
        NfpmVersionReleaseField,
        NfpmVersionEpochField,
        NfpmHomepageField,
        NfpmLicenseField,
        NfpmArchlinuxPackagerField,
        NfpmArchlinuxPkgbaseField,
        NfpmArchlinuxReplacesField,
        NfpmArchlinuxProvidesField,
        NfpmArchlinuxDependsField,
        NfpmArchlinuxConflictsField,
        NfpmArchlinuxScriptsField,
    )
    help = "An Arch Linux package, built with nFPM."


class NfpmDebPackage(NfpmPackageTarget):
    alias = "nfpm_deb_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmOutputPathField,
        NfpmPackageMtimeField,
        NfpmDependencies,
        NfpmPackageNameField,
        NfpmArchField,
        NfpmPlatformField,
        NfpmVersionField,
        NfpmVersionSchemaField,
        NfpmVersionPrereleaseField,
        NfpmVersionMetadataField,
        NfpmVersionReleaseField,
        NfpmVersionEpochField,
        NfpmHomepageField,
        NfpmLicenseField,
        NfpmDebMaintainerField,
        NfpmDebSectionField,
        NfpmDebPriorityField,
        NfpmDebFieldsField,
        NfpmDebTriggersField,
        NfpmDebReplacesField,
        NfpmDebProvidesField,
        NfpmDebDependsField,
        NfpmDebPreDependsField,
        NfpmDebRecommendsField,
        NfpmDebSuggestsField,
        NfpmDebConflictsField,
        NfpmDebBreaksField,
        NfpmDebCompressionField,
        NfpmDebScriptsField,
    )
    help = "A Debian package (`.deb`), built with nFPM."


class NfpmRpmPackage(NfpmPackageTarget):
    alias = "nfpm_rpm_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmOutputPathField,
        NfpmPackageMtimeField,
        NfpmDependencies,
        NfpmPackageNameField,
        NfpmArchField,
        NfpmPlatformField,
        NfpmVersionField,
        NfpmVersionSchemaField,
        NfpmVersionPrereleaseField,
        NfpmVersionMetadataField,
        NfpmVersionReleaseField,
        NfpmVersionEpochField,
        NfpmHomepageField,
        NfpmLicenseField,
        NfpmRpmPackagerField,
        NfpmRpmVendorField,
        NfpmRpmGroupField,
        NfpmRpmSummaryField,
        NfpmRpmPrefixesField,
        NfpmRpmReplacesField,
        NfpmRpmProvidesField,
        NfpmRpmDependsField,
        NfpmRpmRecommendsField,
        NfpmRpmSuggestsField,
        NfpmRpmConflictsField,
        NfpmRpmCompressionField,
        NfpmRpmScriptsField,
        NfpmRpmGhostContents,
    )
    help = "An RPM package, built with nFPM."


class NfpmContentFile(Target):
    alias = "nfpm_content_file"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmContentFileSourceField,
        NfpmDependencies,
        NfpmContentSrcField,
        NfpmContentDstField,
        NfpmContentTypeField,
        NfpmContentFileOwnerField,
        NfpmContentFileGroupField,
        NfpmContentFileModeField,
        NfpmContentFileMtimeField,
    )
    help = (
        "One file that a package installs: from the repository, or from what a dependency builds."
    )

    def validate(self) -> None:
        from_dependency = self[NfpmContentSrcField].value and self[NfpmDependencies].value
        if self[NfpmContentFileSourceField].value is None and not from_dependency:
            raise InvalidTargetException(
                f"{self.address}: a `{self.alias}` needs `source`, or `src` together with the "
                "`dependencies` that provide it."
            )


class NfpmContentFiles(TargetGenerator):
    alias = "nfpm_content_files"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmContentFilesField,
        NfpmContentFilesOverridesField,
    )
    generated_target_cls = NfpmContentFile
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        NfpmDependencies,
        NfpmContentTypeField,
        NfpmContentFileOwnerField,
        NfpmContentFileGroupField,
        NfpmContentFileModeField,
        NfpmContentFileMtimeField,
    )
    help = "Declares one `nfpm_content_file` for every pair in `files`."


class NfpmContentSymlink(Target):
    alias = "nfpm_content_symlink"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmContentSymlinkSrcField,
        NfpmContentSymlinkDstField,
        NfpmContentFileOwnerField,
        NfpmContentFileGroupField,
        NfpmContentFileModeField,
        NfpmContentFileMtimeField,
    )
    help = "One symbolic link that a package installs."


class NfpmContentSymlinks(TargetGenerator):
    alias = "nfpm_content_symlinks"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmContentSymlinksField,
        NfpmContentSymlinksOverridesField,
    )
    generated_target_cls = NfpmContentSymlink
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        NfpmContentFileOwnerField,
        NfpmContentFileGroupField,
        NfpmContentFileModeField,
        NfpmContentFileMtimeField,
    )
    help = "Declares one `nfpm_content_symlink` for every pair in `symlinks`."


class NfpmContentDir(Target):
    alias = "nfpm_content_dir"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmContentDirDstField,
        NfpmContentFileOwnerField,
        NfpmContentFileGroupField,
        NfpmContentFileModeField,
        NfpmContentFileMtimeField,
    )
    help = "One folder that a package owns, even when it is empty."


class NfpmContentDirs(TargetGenerator):
    alias = "nfpm_content_dirs"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NfpmContentDirsField,
        NfpmContentDirsOverridesField,
    )
    generated_target_cls = NfpmContentDir
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        NfpmContentFileOwnerField,
        NfpmContentFileGroupField,
        NfpmContentFileModeField,
        NfpmContentFileMtimeField,
    )
    help = "Declares one `nfpm_content_dir` for every path in `dirs`."
