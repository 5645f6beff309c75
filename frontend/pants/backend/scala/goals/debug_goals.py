"""Goals that show what is inferred from Scala files."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem


class DumpScalaSourceAnalysisSubsystem(GoalSubsystem):
    name = "scala-dump-source-analysis"
    help = (
        "Print what the Scala parser found in each file, as JSON. Useful when a dependency is not "
        "inferred as you expect."
    )


class DumpScalaSourceAnalysis(Goal):
    subsystem_cls = DumpScalaSourceAnalysisSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
