"""The goal `python-dump-source-analysis`: what inference saw in Python files."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import EnumOption
from pants.util.plain_enum import PlainEnum


class AnalysisFlavor(PlainEnum):
    """How far the analysis goes."""

    raw_dependency_inference = "raw_dependency_inference"
    dependency_inference = "dependency_inference"


class DumpPythonSourceAnalysisSubsystem(GoalSubsystem):
    name = "python-dump-source-analysis"
    help = "Print, as JSON, what dependency inference finds in Python files."

    flavor = EnumOption(
        "--analysis-flavor",
        default=AnalysisFlavor.dependency_inference,
        help="Print what was read off the files, or also what came of it: "
        "which target each import was found in.",
    )


class DumpPythonSourceAnalysis(Goal):
    subsystem_cls = DumpPythonSourceAnalysisSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
