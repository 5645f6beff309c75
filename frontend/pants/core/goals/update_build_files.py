"""The goal `update-build-files`: format BUILD files and move them to new names."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import BoolOption, EnumOption
from pants.util.plain_enum import PlainEnum


class Formatter(PlainEnum):
    """The tools that can format BUILD files."""

    YAPF = "yapf"
    BLACK = "black"
    RUFF = "ruff"
    BUILDIFIER = "buildifier"


class UpdateBuildFilesSubsystem(GoalSubsystem):
    name = "update-build-files"
    help = "Format BUILD files and replace what is deprecated in them."

    check = BoolOption(
        default=False,
        help="Write nothing, and fail if there is something to write. For CI.",
    )
    fmt = BoolOption(
        default=True,
        help="Format BUILD files with the tool in `formatter`.",
    )
    formatter = EnumOption(
        default=Formatter.BLACK,
        help="The tool to format BUILD files with.",
    )
    fix_safe_deprecations = BoolOption(
        default=True,
        help="Rename targets and fields that have a new name.",
    )


class UpdateBuildFilesGoal(Goal):
    subsystem_cls = UpdateBuildFilesSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
