"""The goal `run`: run a target in the foreground."""

from __future__ import annotations

from pants.engine.environment import EnvironmentName
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.target import BoolField, FieldSet
from pants.engine.unions import union
from pants.option.option_types import ArgsListOption, BoolOption
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar


class RunInSandboxBehavior(PlainEnum):
    """What can be run in a sandbox, as other targets want to."""

    RUN_REQUEST_HERMETIC = 1
    RUN_REQUEST_NOT_HERMETIC = 2
    CUSTOM = 3
    NOT_SUPPORTED = 4


@union(in_scope_types=[EnvironmentName])
class RunFieldSet(FieldSet):
    """Base of the field sets of targets that can be run."""

    supports_debug_adapter: ClassVar[bool] = False
    run_in_sandbox_behavior: ClassVar[RunInSandboxBehavior] = RunInSandboxBehavior.NOT_SUPPORTED


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
