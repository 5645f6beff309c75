"""Fields of `pex_binary` that make it a scie: an executable that brings its own Python."""

from __future__ import annotations

import enum

from pants.engine.target import StringField, StringSequenceField, TriBoolField


class PexScieField(StringField):
    alias = "scie"
    valid_choices = ("lazy", "eager")
    default = None
    help = (
        "Whether to also build an executable that needs no Python on the machine, and how it "
        "gets one: `eager` brings it along, `lazy` downloads it when the program first runs. "
        "If not set, there is only the PEX."
    )


class ScieNameStyle(enum.StrEnum):
    DYNAMIC = "dynamic"
    PLATFORM_PARENT_DIR = "platform-parent-dir"
    PLATFORM_FILE_SUFFIX = "platform-file-suffix"


class PexScieBindResourcePathField(StringSequenceField):
    alias = "scie_bind_resource_path"
    default = None
    help = (
        "Variables that tell where files of the PEX are once it is unpacked, as "
        "`NAME=path/in/the/pex`."
    )


class PexScieExeField(StringField):
    alias = "scie_exe"
    default = None
    help = "What the scie runs instead of the PEX itself: a path, with placeholders of scie-jump."


class PexScieArgsField(StringSequenceField):
    alias = "scie_args"
    default = None
    help = "Arguments that come before those the scie is called with."


class PexScieEnvField(StringSequenceField):
    alias = "scie_env"
    default = None
    help = "Variables to set when the scie starts, as `NAME=value`."


class PexScieLoadDotenvField(TriBoolField):
    alias = "scie_load_dotenv"
    required = False
    default = None
    help = "Whether the scie reads variables from a file `.env` where it is started."


class PexScieNameStyleField(StringField):
    alias = "scie_name_style"
    valid_choices = ScieNameStyle
    expected_type = str
    default = ScieNameStyle.DYNAMIC.value
    help = (
        "Where the name of the platform goes: into a folder (`platform-parent-dir`), behind the "
        "file's name (`platform-file-suffix`), or there only if scies for several platforms are "
        "built (`dynamic`)."
    )


class PexScieBusyBox(StringField):
    alias = "scie_busybox"
    default = None
    help = (
        "Make the scie several programs, chosen by the name it is called with: console scripts "
        "and entry points, separated by commas, as `name=module:func`; `@` stands for all."
    )


class PexSciePexEntrypointEnvPassthrough(TriBoolField):
    alias = "scie_pex_entrypoint_env_passthrough"
    required = False
    default = None
    help = "Whether `PEX_MODULE`, `PEX_SCRIPT` and the like can choose what a scie runs."


class PexSciePlatformField(StringSequenceField):
    alias = "scie_platform"
    valid_choices = (
        "current",
        "linux-aarch64",
        "linux-armv7l",
        "linux-powerpc64",
        "linux-riscv64",
        "linux-s390x",
        "linux-x86_64",
        "macos-aarch64",
        "macos-x86_64",
    )
    expected_type = str
    help = (
        "The platforms to build scies for. If not set, those that the PEX is for, by its "
        "`complete_platforms` or by this machine."
    )


class PexSciePbsReleaseField(StringField):
    alias = "scie_pbs_release"
    default = None
    help = "The release of python-build-standalone, a date as `20251031`, to take the Python from."


class PexSciePythonVersion(StringField):
    alias = "scie_python_version"
    default = None
    help = "The version of the Python, with or without its last part."


class PexSciePbsFreeThreaded(TriBoolField):
    alias = "scie_pbs_free_threaded"
    default = None
    help = "Whether the Python is one without a global interpreter lock."


class PexSciePbsDebug(TriBoolField):
    alias = "scie_pbs_debug"
    default = None
    help = "Whether the Python is a debug build."


class PexSciePbsStripped(TriBoolField):
    alias = "scie_pbs_stripped"
    required = False
    default = None
    help = "Whether the Python has no debug symbols, which makes it much smaller."


class PexScieHashAlgField(StringField):
    alias = "scie_hash_alg"
    help = "Also write a file with a checksum of this kind, such as `sha256`, beside each scie."


PEX_SCIE_FIELDS = (
    PexScieField,
    PexScieBindResourcePathField,
    PexScieExeField,
    PexScieArgsField,
    PexScieEnvField,
    PexScieLoadDotenvField,
    PexScieNameStyleField,
    PexScieBusyBox,
    PexSciePexEntrypointEnvPassthrough,
    PexSciePlatformField,
    PexSciePbsReleaseField,
    PexSciePythonVersion,
    PexSciePbsFreeThreaded,
    PexSciePbsDebug,
    PexSciePbsStripped,
    PexScieHashAlgField,
)
