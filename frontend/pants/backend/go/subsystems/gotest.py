"""How Go tests are run."""

from __future__ import annotations

from pants.backend.go.util_rules.coverage import GoCoverMode
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    EnumOption,
    SkipOption,
    StrListOption,
    StrOption,
)
from pants.option.subsystem import Subsystem


class GoTestSubsystem(Subsystem):
    options_scope = "go-test"
    name = "Go test binary"
    help = "How Go tests are built and run."

    args = ArgsListOption(
        example="-run TestFoo -v",
        extra_help="They go to the test binary itself, whose flags lack the `test.` prefix here.",
        passthrough=True,
    )
    cover_mode = EnumOption(
        default=GoCoverMode.SET,
        help=(
            "What coverage records of each statement: that it ran (`set`), how often (`count`), or "
            "how often even with several threads (`atomic`)."
        ),
    )
    _coverage_output_dir = StrOption(
        default="{distdir}/coverage/go/{target_spec}",
        advanced=True,
        help=(
            "Folder for coverage reports. `{distdir}`, `{target_spec}`, `{import_path}` and "
            "`{import_path_escaped}` are filled in."
        ),
    )
    coverage_html = BoolOption(
        default=True,
        help="Whether coverage also makes an HTML report.",
    )
    coverage_packages = StrListOption(
        default=[],
        help=(
            "Import paths of packages whose coverage is measured, with `*` for any text. Empty "
            "means the tested package alone."
        ),
    )
    skip = SkipOption("test")
    force_race = BoolOption(
        default=False,
        help=(
            "If true, all tests are built with the data race detector, whatever their targets say."
        ),
    )
    force_msan = BoolOption(
        default=False,
        help="If true, all tests are built with the memory sanitizer, whatever their targets say.",
    )
    force_asan = BoolOption(
        default=False,
        help="If true, all tests are built with the address sanitizer, whatever their targets say.",
    )
    block_profile = BoolOption(
        default=False,
        help=(
            "Whether to write a profile of where goroutines wait (`block.out` below the "
            "distribution folder)."
        ),
    )
    cpu_profile = BoolOption(
        default=False,
        help=(
            "Whether to write a profile of the time spent (`cpu.out` below the distribution "
            "folder)."
        ),
    )
    mem_profile = BoolOption(
        default=False,
        help="Whether to write a profile of memory use (`mem.out` below the distribution folder).",
    )
    mutex_profile = BoolOption(
        default=False,
        help=(
            "Whether to write a profile of contended mutexes (`mutex.out` below the distribution "
            "folder)."
        ),
    )
    trace = BoolOption(
        default=False,
        help="Whether to write an execution trace (`trace.out` below the distribution folder).",
    )
    output_test_binary = BoolOption(
        default=False,
        advanced=True,
        help=(
            "Whether to leave the test binary below the distribution folder, which tools that read "
            "profiles need."
        ),
    )
