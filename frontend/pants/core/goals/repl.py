"""The goal `repl`: a shell in which the code can be imported."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import ArgsListOption, BoolOption, StrOption


class ReplSubsystem(GoalSubsystem):
    name = "repl"
    help = "Open a shell of the language with your code and its requirements at hand."

    shell = StrOption(
        default=None,
        help="Which shell to open, such as `ipython`; unset, the usual one of the language.",
    )
    args = ArgsListOption(
        example="-i helloworld/main.py",
        tool_name="the shell",
        passthrough=True,
        extra_help="So far only `ipython` takes them.",
    )
    restartable = BoolOption(
        default=False,
        help="Let the shell be started again when a file changes. Only for use with `--loop`.",
    )


class Repl(Goal):
    subsystem_cls = ReplSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
