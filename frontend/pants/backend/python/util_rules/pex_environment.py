"""`[pex]`: how PEX files are built and started."""

from __future__ import annotations

from pants.core.util_rules.search_paths import expand_path_placeholder
from pants.option.option_types import BoolOption, IntOption, StrListOption
from pants.option.subsystem import Subsystem


class PexSubsystem(Subsystem):
    options_scope = "pex"
    help = "How PEX files, which tools and your code run from, are built and started."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        env_vars_used_by_options = ("PATH",)

        _executable_search_paths = StrListOption(
            default=["<PATH>"],
            advanced=True,
            metavar="<binary-paths>",
            help="The `PATH` that Pex sees, for compilers and other programs that requirements "
            "are built with. `<PATH>` stands for the folders in the variable `PATH`.",
        )

        @property
        def path(self) -> tuple[str, ...]:
            return expand_path_placeholder(self._executable_search_paths, self._options_env)

    _verbosity = IntOption(
        default=0,
        advanced=True,
        help="How much Pex logs, from 0 to 9.",
    )
    venv_use_symlinks = BoolOption(
        default=False,
        advanced=True,
        help="Link files into virtual environments instead of copying them. Quicker and smaller, "
        "but some code does not expect it.",
    )
    emit_warnings = BoolOption(
        default=False,
        help="Show warnings of Pex itself. `[pex-binary-defaults]` is about those of your PEXes.",
    )

    @property
    def verbosity(self) -> int:
        if not 0 <= self._verbosity <= 9:
            raise ValueError(f"`[pex].verbosity` must be from 0 to 9, but is {self._verbosity}.")
        return self._verbosity
