"""Where programs of the system are looked for."""

from __future__ import annotations

from pants.core.util_rules.archive_format import ArchiveFormat
from pants.core.util_rules.search_paths import expand_path_placeholder
from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem

__all__ = ["ArchiveFormat", "SystemBinariesSubsystem"]


class SystemBinariesSubsystem(Subsystem):
    options_scope = "system-binaries"
    help = "Programs of the system, such as `bash`, `tar` and `unzip`."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        env_vars_used_by_options = ("PATH",)
        _DEFAULT_SEARCH_PATHS = ("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")

        _system_binary_paths = StrListOption(
            default=[*_DEFAULT_SEARCH_PATHS],
            help="Folders in which to look for programs of the system. "
            "`<PATH>` stands for those in the variable `PATH`.",
        )

        @property
        def system_binary_paths(self) -> tuple[str, ...]:
            return expand_path_placeholder(self._system_binary_paths, self._options_env)
