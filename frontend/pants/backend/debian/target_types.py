"""`debian_package`."""

from __future__ import annotations

from pants.core.goals.package import OutputPathField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    DictStringToStringField,
    InvalidFieldException,
    MultipleSourcesField,
    SpecialCasedDependencies,
    StringField,
    Target,
    generate_multiple_sources_field_help_message,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class DebianSources(MultipleSourcesField):
    required = True
    help = generate_multiple_sources_field_help_message(
        "They are a folder `DEBIAN` with `control` and whatever else describes the package: "
        "`sources=['DEBIAN/**']`"
    )

    def validate_resolved_files(self, files: Sequence[str]) -> None:
        """The folder is what the package is named and described by; more do not fit into one."""
        super().validate_resolved_files(files)
        folders = {path.rpartition("/")[0] for path in files}
        if len(folders) != 1:
            raise InvalidFieldException(
                f"The '{self.alias}' field of the target {self.address} must match files of one "
                f"folder, but they lie in {len(folders)}: {sorted(folders)}"
            )


class DebianSymlinks(DictStringToStringField):
    alias = "symlinks"
    help = "Links that the package installs: the path of each, and the path that it points to."


class DebianInstallPrefix(StringField):
    alias = "install_prefix"
    default = "/opt"
    help = "The folder that the packaged files are installed below."


class DebianPackageDependencies(SpecialCasedDependencies):
    alias = "packages"
    required = True
    help = (
        "Addresses of targets that `package` can build, such as binaries and archives. "
        "What they are built into is installed."
    )


class DebianPackage(Target):
    alias = "debian_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OutputPathField,
        DebianSources,
        DebianSymlinks,
        DebianInstallPrefix,
        DebianPackageDependencies,
    )
    help = "A Debian package that installs what other targets are packaged into."
