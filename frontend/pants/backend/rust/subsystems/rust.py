"""The Rust toolchain."""

from __future__ import annotations

from pants.core.util_rules.search_paths import expand_path_placeholder
from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class RustSubsystem(Subsystem):
    options_scope = "rust"
    help = "The Rust toolchain, which rustup provides."

    toolchain = StrOption(
        default="stable",
        help="Name of the toolchain, as rustup knows it.",
    )
    _rustup_search_paths = StrListOption(
        default=["<PATH>"],
        help=(
            "Folders to look for `rustup` in. `<PATH>` stands for the folders of the variable "
            "`PATH`."
        ),
    )

    def rustup_search_paths(self, env: Mapping[str, str]) -> tuple[str, ...]:
        """The folders, with `<PATH>` replaced by those of the given environment."""
        return expand_path_placeholder(self._rustup_search_paths, env)
