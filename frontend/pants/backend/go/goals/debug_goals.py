"""Goals that show what is known about Go packages."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import StrListOption


class ShowGoPackageAnalysisSubsystem(GoalSubsystem):
    name = "go-show-package-analysis"
    help = "Print what is known about Go packages: their files, imports and errors."

    import_paths = StrListOption(
        help="Import paths of packages to show, besides the targets on the command line.",
    )


class ShowGoPackageAnalysis(Goal):
    subsystem_cls = ShowGoPackageAnalysisSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


class DumpGoImportPathsForModuleSubsystem(GoalSubsystem):
    name = "go-dump-import-path-mapping"
    help = "Print which target provides each import path, for each Go module."


class DumpGoImportPathsForModule(Goal):
    subsystem_cls = DumpGoImportPathsForModuleSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


class GoExportCgoCodegenSubsystem(GoalSubsystem):
    name = "go-export-cgo-codegen"
    help = "Write the code that Cgo generates into the distribution folder, for reading."

    import_paths = StrListOption(
        help="Import paths of packages to write, besides the targets on the command line.",
    )


class GoExportCgoCodegen(Goal):
    subsystem_cls = GoExportCgoCodegenSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
