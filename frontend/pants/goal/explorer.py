"""The goal `experimental-explorer`: a server for plugins that show a repository."""

from __future__ import annotations

from pants.goal.builtin_goal import BuiltinGoal
from pants.option.option_types import IntOption, StrOption


class ExplorerBuiltinGoal(BuiltinGoal):
    name = "experimental-explorer"
    help = "Run the server of a plugin that lets others explore the repository."

    address = StrOption(
        default="localhost",
        help="The address to listen on.",
    )
    port = IntOption(
        default=8000,
        help="The port to listen on.",
    )
