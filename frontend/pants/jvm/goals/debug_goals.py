"""Goals that show what is known about JVM symbols."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem


class JvmSymbolMapSubsystem(GoalSubsystem):
    name = "jvm-symbol-map"
    help = (
        "Print which target provides each JVM symbol, as JSON. Useful when an import is not "
        "inferred as you expect."
    )


class JvmSymbolMap(Goal):
    subsystem_cls = JvmSymbolMapSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
