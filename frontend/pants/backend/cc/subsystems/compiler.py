"""C and C++ compilers, of this machine or downloaded."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem


class CCOptions:
    """The options of both kinds of compiler."""

    include_directories = StrListOption(
        default=[],
        help="Folders with header files, relative to the source roots.",
    )
    c_compiler_flags = StrListOption(
        default=["-std=c11"],
        help="Arguments for the C compiler.",
    )
    c_definitions = StrListOption(
        default=None,
        help="Macros for C files, as `NAME` or `NAME=value`.",
    )
    cxx_compiler_flags = StrListOption(
        default=["-std=c++11"],
        help="Arguments for the C++ compiler.",
    )
    cxx_definitions = StrListOption(
        default=None,
        help="Macros for C++ files, as `NAME` or `NAME=value`.",
    )


class CCSubsystem(Subsystem, CCOptions):
    options_scope = "cc"
    name = "cc"
    help = "The C and C++ compilers of this machine."

    c_executable = StrListOption(
        default=["clang", "gcc"],
        help="Names of C compilers; the first that is found is used.",
    )
    cxx_executable = StrListOption(
        default=["clang++", "g++"],
        help="Names of C++ compilers; the first that is found is used.",
    )
    search_paths = StrListOption(
        default=["<PATH>"],
        help=(
            "Folders to look for the compilers in. `<PATH>` stands for the folders of the variable "
            "`PATH`."
        ),
    )


class ExternalCCSubsystem(TemplatedExternalTool, CCOptions):
    options_scope = "cc-external"
    name = "cc-external"
    help = "C and C++ compilers that are downloaded. They are used when `url_template` is set."

    c_executable = StrOption(
        default="",
        help="Path of the C compiler in the downloaded archive.",
    )
    cxx_executable = StrOption(
        default="",
        help="Path of the C++ compiler in the downloaded archive.",
    )

    default_version = ""
    default_url_template = ""
    default_url_platform_mapping = {}
    default_known_versions = []
