"""Fields that packages of every format have."""

from __future__ import annotations

from pants.backend.nfpm.subsystem import MTIME_DEFAULT
from pants.core.goals.package import OutputPathField
from pants.engine.target import Dependencies, StringField
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


class NfpmArch(PlainEnum):
    """Architectures that nFPM translates to each package format's own names."""

    _386 = "386"
    all = "all"
    amd64 = "amd64"
    arm5 = "arm5"
    arm6 = "arm6"
    arm7 = "arm7"
    arm64 = "arm64"
    loong64 = "loong64"
    mips = "mips"
    mipsle = "mipsle"
    mips64 = "mips64"
    mips64le = "mips64le"
    ppc64 = "ppc64"
    ppc64le = "ppc64le"
    riscv64 = "riscv64"
    s390 = "s390"
    s390x = "s390x"
    sparc64 = "sparc64"
    wasm = "wasm"


class NfpmPackageNameField(StringField):
    alias = "package_name"
    nfpm_alias = "name"
    required = True
    help = "The package's name, as its package manager will know it."


class NfpmPackageMtimeField(StringField):
    alias = "mtime"
    nfpm_alias = ""
    default = MTIME_DEFAULT
    help = (
        "Modification time for files and metadata that have none of their own, as an RFC 3339 "
        "date. A fixed one makes packages reproducible; the environment's `[nfpm].default_mtime` "
        "takes the place of the default."
    )

    def normalized_value(self, default_mtime: str | None) -> str | None:
        """The date to use: one set on the target, else the environment's."""
        return default_mtime if self.value == self.default and default_mtime else self.value


class NfpmDependencies(Dependencies):
    nfpm_alias = ""


class NfpmArchField(StringField):
    alias = "arch"
    nfpm_alias = "arch"
    default = NfpmArch.amd64.value
    help = (
        "The CPU architecture as Go names it, such as `amd64` or `arm64`; nFPM translates it to "
        "the package format's name. Other values are passed on as they are."
    )


class NfpmPlatformField(StringField):
    alias = "platform"
    nfpm_alias = "platform"
    default = "linux"
    help = "The operating system, nearly always `linux`."


class NfpmHomepageField(StringField):
    alias = "homepage"
    nfpm_alias = "homepage"
    help = "Address of the project's home page."


class NfpmLicenseField(StringField):
    alias = "license"
    nfpm_alias = "license"
    help = "The package's licence, best as an SPDX expression such as `Apache-2.0`."


class NfpmOutputPathField(OutputPathField):
    nfpm_alias = ""
    help = (
        "Where `package` leaves the package, relative to the distribution folder. Unset, the file "
        "name follows the conventions of the package format."
    )
