"""Goals that show what is inferred from Java files."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem


class DumpJavaSourceAnalysisSubsystem(GoalSubsystem):
    name = "java-dump-source-analysis"
    help = (
        "Print what the Java parser found in each file, as JSON. Useful when a dependency is not "
        "inferred as you expect."
    )


class DumpJavaSourceAnalysis(Goal):
    subsystem_cls = DumpJavaSourceAnalysisSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
