"""The goal `experimental-bsp`: a build server for editors."""

from __future__ import annotations

from pants.goal.auxiliary_goal import AuxiliaryGoal
from pants.option.option_types import BoolOption, FileListOption, StrListOption


class BSPGoal(AuxiliaryGoal):
    name = "experimental-bsp"
    help = "Set up, or be, a build server for editors that speak the Build Server Protocol."

    server = BoolOption(
        default=False,
        advanced=True,
        help="Be the server. Editors start it so.",
    )
    runner_env_vars = StrListOption(
        default=["PATH"],
        advanced=True,
        help="Variables that the server sees when an editor starts it, as `NAME=value`, or "
        "`NAME` for its value in your own environment.",
    )
    groups_config_files = FileListOption(
        help="TOML files that say which targets an editor sees as one project.",
    )
