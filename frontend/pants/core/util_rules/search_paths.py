"""Lists of folders in which executables are looked for, where `<PATH>` stands for `$PATH`."""

from __future__ import annotations

from pants.option.option_types import StrListOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def expand_path_placeholder(
    entries: Iterable[str], environment: Mapping[str, str]
) -> tuple[str, ...]:
    """The entries in order and once each, `<PATH>` replaced by what `PATH` holds."""
    result: dict[str, None] = {}
    for entry in entries:
        if entry == "<PATH>":
            for folder in environment.get("PATH", "").split(":"):
                if folder:
                    result[folder] = None
        else:
            result[entry] = None
    return tuple(result)


class ExecutableSearchPathsOptionMixin:
    """Adds `executable_search_paths` to the environment aware part of a subsystem."""

    env_vars_used_by_options = ("PATH",)
    executable_search_paths_help: str

    _executable_search_paths = StrListOption(
        default=["<PATH>"],
        help=lambda cls: (
            f"{cls.executable_search_paths_help} `<PATH>` stands for the folders in the variable "
            "`PATH`."
        ),
        advanced=True,
        metavar="<binary-paths>",
    )

    @property
    def executable_search_path(self) -> tuple[str, ...]:
        return expand_path_placeholder(self._executable_search_paths, self._options_env)
