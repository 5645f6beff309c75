"""The goal `export`: put what editors and other tools need where they find it."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import StrListOption


class ExportSubsystem(GoalSubsystem):
    name = "export"
    help = "Write virtual environments and tools to `dist/export`, for editors and by hand."

    resolve = StrListOption(
        default=[],
        help="Resolves to export, your own or those of tools.",
    )
    binaries = StrListOption(
        "--bin",
        default=[],
        help="Tools to export as executables, named like their options' scopes.",
    )


class Export(Goal):
    subsystem_cls = ExportSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
