"""The goal `run`: run a target in the foreground."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.target import BoolField
from pants.option.option_types import ArgsListOption, BoolOption


class RestartableField(BoolField):
    alias = "restartable"
    default = False
    help = (
        "Whether `run` may be stopped and started again when a file changes under `--loop`. "
        "Without it the process runs to its end first."
    )


class RunSubsystem(GoalSubsystem):
    name = "run"
    help = "Run a binary, a source file or a requirement, with the terminal for itself."

    args = ArgsListOption(
        example="val1 val2 --debug",
        tool_name="the program",
        passthrough=True,
    )
    debug_adapter = BoolOption(
        default=False,
        help="Start the program under a debugger that waits for an editor to connect. "
        "`[debug-adapter]` says where it listens.",
    )


class Run(Goal):
    subsystem_cls = RunSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
