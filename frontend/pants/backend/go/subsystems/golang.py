"""The Go toolchain."""

from __future__ import annotations

from pants.option.option_types import BoolOption, EnumOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class ThirdPartyTargetGranularity(PlainEnum):
    """What a `go_mod` target generates one target for."""

    PACKAGE = "package"
    MODULE = "module"


class GolangSubsystem(Subsystem):
    options_scope = "golang"
    help = "The Go toolchain, which is looked up on the machine."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        env_vars_used_by_options = ("PATH",)

        _go_search_paths = StrListOption(
            default=["<PATH>"],
            help=(
                "Folders to look for the `go` executable in. The first Go that is new enough is "
                "used. `<PATH>` stands for the folders of the variable `PATH`; `<ASDF>` and "
                "`<ASDF_LOCAL>` stand for versions installed with ASDF, of the user and of this "
                "repository."
            ),
        )
        _subprocess_env_vars = StrListOption(
            default=["LANG", "LC_CTYPE", "LC_ALL", "PATH"],
            help=(
                "Environment variables for the Go tools: `NAME=value`, or `NAME` to pass on the "
                "value that Pants was started with."
            ),
            advanced=True,
        )
        _cgo_tool_search_paths = StrListOption(
            default=["<PATH>"],
            help=(
                "Folders to look for C, C++ and Fortran compilers in, for packages that use Cgo. "
                "`<PATH>` stands for the folders of the variable `PATH`."
            ),
        )
        extra_tools = StrListOption(
            default=[],
            help=(
                "Names of other programs of this machine that Go needs, for instance ones that Cgo "
                "directives call. They are looked up in `cgo_tool_search_paths`."
            ),
            advanced=True,
        )
        cgo_gcc_binary_name = StrOption(
            default="gcc",
            help="Name of the C compiler for Cgo.",
            advanced=True,
        )
        cgo_gxx_binary_name = StrOption(
            default="g++",
            help="Name of the C++ compiler for Cgo.",
            advanced=True,
        )
        cgo_fortran_binary_name = StrOption(
            default="gfortran",
            help="Name of the Fortran compiler for Cgo.",
            advanced=True,
        )
        external_linker_binary_name = StrOption(
            default="gcc",
            help="Name of the program that links binaries with C code in them.",
            advanced=True,
        )
        cgo_c_flags = StrListOption(
            default=["-g", "-O2"],
            help="Arguments for the C compiler, as in Go's `CGO_CFLAGS`.",
            advanced=True,
        )
        cgo_cxx_flags = StrListOption(
            default=["-g", "-O2"],
            help="Arguments for the C++ compiler, as in Go's `CGO_CXXFLAGS`.",
            advanced=True,
        )
        cgo_fortran_flags = StrListOption(
            default=["-g", "-O2"],
            help="Arguments for the Fortran compiler, as in Go's `CGO_FFLAGS`.",
            advanced=True,
        )
        cgo_linker_flags = StrListOption(
            default=["-g", "-O2"],
            help="Arguments for the linker, as in Go's `CGO_LDFLAGS`.",
            advanced=True,
        )

    minimum_expected_version = StrOption(
        default="1.17",
        help=(
            "The oldest Go that will do, such as `1.22`. Older ones on the machine are passed over."
        ),
    )
    third_party_target_granularity = EnumOption(
        default=ThirdPartyTargetGranularity.PACKAGE,
        help=(
            "Whether a `go_mod` target generates one target for each third-party package, or one "
            "for each module. Modules make fewer targets, packages more exact dependencies."
        ),
        advanced=True,
    )
    tailor_go_mod_targets = BoolOption(
        default=True,
        help="Whether `tailor` adds `go_mod` targets for `go.mod` files that no target owns.",
        advanced=True,
    )
    tailor_package_targets = BoolOption(
        default=True,
        help="Whether `tailor` adds `go_package` targets for Go files that no target owns.",
        advanced=True,
    )
    tailor_binary_targets = BoolOption(
        default=True,
        help="Whether `tailor` adds `go_binary` targets for packages with a `main` function.",
        advanced=True,
    )
    cgo_enabled = BoolOption(
        default=True,
        help=(
            "Whether packages that use Cgo are built. Turn it off to need no C compiler; fields of "
            "targets may say otherwise."
        ),
    )
    use_prebuilt_stdlib_archives = BoolOption(
        default=True,
        help=(
            "Whether to use the compiled standard library that comes with Go before 1.20. Without "
            "it the standard library is compiled as it is needed."
        ),
        advanced=True,
    )
    asdf_tool_name = StrOption(
        default="go-sdk",
        help="Name of the ASDF plugin that installs Go, for `<ASDF>` in `go_search_paths`.",
        advanced=True,
    )
    asdf_bin_relpath = StrOption(
        default="bin",
        help=(
            "Where the `go` executable lies in a version installed with ASDF, for `<ASDF>` in "
            "`go_search_paths`."
        ),
        advanced=True,
    )
