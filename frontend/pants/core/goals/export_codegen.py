"""The goal `export-codegen`: write generated code where people can read it."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem


class ExportCodegenSubsystem(GoalSubsystem):
    name = "export-codegen"
    help = "Write generated code to `dist/codegen`. Goals do not need it: for reading and editors."


class ExportCodegen(Goal):
    subsystem_cls = ExportCodegenSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
