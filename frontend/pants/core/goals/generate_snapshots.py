"""The goal `generate-snapshots`: write the files that snapshot tests compare with."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem


class GenerateSnapshotsSubsystem(GoalSubsystem):
    name = "generate-snapshots"
    help = "Write the snapshots of tests that compare with snapshots."


class GenerateSnapshots(Goal):
    subsystem_cls = GenerateSnapshotsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.USES_ENVIRONMENTS
