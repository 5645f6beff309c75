"""The Kotlin compiler."""

from __future__ import annotations

from pants.option.option_types import ArgsListOption, DictOption
from pants.option.subsystem import Subsystem


class KotlincSubsystem(Subsystem):
    options_scope = "kotlinc"
    name = "kotlinc"
    help = "The Kotlin compiler."

    args = ArgsListOption(example="-Werror")
    plugins_for_resolve = DictOption[str](
        help=(
            "Ids of the `kotlinc_plugin` targets for each resolve, joined by commas, by the "
            "resolve's name. A target's `kotlinc_plugins` field takes their place."
        ),
    )

    def parsed_default_plugins(self) -> dict[str, list[str]]:
        """The plugins of each resolve, by its name."""
        return {
            resolve: [plugin.strip() for plugin in plugins.split(",")]
            for resolve, plugins in self.plugins_for_resolve.items()
        }
