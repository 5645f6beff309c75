"""The Scala compiler."""

from __future__ import annotations

from pants.option.option_types import ArgsListOption, DictOption
from pants.option.subsystem import Subsystem


class Scalac(Subsystem):
    options_scope = "scalac"
    name = "scalac"
    help = "The Scala compiler."

    args = ArgsListOption(example="-encoding UTF-8")
    args_for_resolve = DictOption[list[str]](
        help=(
            "More arguments for the targets of single resolves, by the resolve's name. They come "
            "after `args`."
        ),
    )
    plugins_for_resolve = DictOption[str](
        help=(
            "Names of the `scalac_plugin` targets for each resolve, joined by commas, by the "
            "resolve's name. A target's `scalac_plugins` field takes their place."
        ),
    )

    def parsed_args_for_resolve(self, resolve: str) -> list[str]:
        """All arguments for the targets of a resolve."""
        return [*self.args, *self.args_for_resolve.get(resolve, ())]

    def parsed_default_plugins(self) -> dict[str, list[str]]:
        """The plugins of each resolve, by its name."""
        return {
            resolve: [plugin.strip() for plugin in plugins.split(",")]
            for resolve, plugins in self.plugins_for_resolve.items()
        }
