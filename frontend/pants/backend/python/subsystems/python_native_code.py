"""`[python-native-code]`: how requirements in C are compiled."""

from __future__ import annotations

from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem


class PythonNativeCodeSubsystem(Subsystem):
    options_scope = "python-native-code"
    help = "Flags for requirements that are compiled because there is no wheel."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        env_vars_used_by_options = ("CPPFLAGS", "LDFLAGS")

        _cpp_flags = StrListOption(
            default=["<CPPFLAGS>"],
            advanced=True,
            help="Flags for the preprocessor. `<CPPFLAGS>` stands for those in that variable.",
        )
        _ld_flags = StrListOption(
            default=["<LDFLAGS>"],
            advanced=True,
            help="Flags for the linker. `<LDFLAGS>` stands for those in that variable.",
        )

        def _expanded(self, flags: tuple[str, ...], variable: str) -> str:
            value = self._options_env.get(variable, "")
            return " ".join(value if flag == f"<{variable}>" else flag for flag in flags).strip()

        @property
        def subprocess_env_vars(self) -> dict[str, str]:
            """The variables that a compiling process gets."""
            return {
                "CPPFLAGS": self._expanded(self._cpp_flags, "CPPFLAGS"),
                "LDFLAGS": self._expanded(self._ld_flags, "LDFLAGS"),
            }
