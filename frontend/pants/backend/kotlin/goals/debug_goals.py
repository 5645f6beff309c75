"""Goals that show what is inferred from Kotlin files."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem


class DumpKotlinSourceAnalysisSubsystem(GoalSubsystem):
    name = "kotlin-dump-source-analysis"
    help = (
        "Print what the Kotlin parser found in each file, as JSON. Useful when a dependency is not "
        "inferred as you expect."
    )


class DumpKotlinSourceAnalysis(Goal):
    subsystem_cls = DumpKotlinSourceAnalysisSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
