"""The goal `complete`: completion of the command line in shells."""

from __future__ import annotations

from pants.goal.builtin_goal import BuiltinGoal
from pants.option.option_types import EnumOption
from pants.util.plain_enum import PlainEnum


class Shell(PlainEnum):
    BASH = "bash"
    ZSH = "zsh"


class CompletionBuiltinGoal(BuiltinGoal):
    name = "complete"
    help = (
        "Print the script that teaches a shell to complete goals, options and targets: "
        "`source <(pants complete)`."
    )

    shell = EnumOption(
        default=Shell.BASH,
        help="The shell that the script is for.",
    )
