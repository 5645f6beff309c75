"""What every repository has: goals for all languages, files and resources, environments."""

from __future__ import annotations

from pants.build_graph.build_file_aliases import BuildFileAliases
from pants.core.environments.subsystems import EnvironmentsSubsystem
from pants.core.environments.target_types import (
    DockerEnvironmentTarget,
    LocalEnvironmentTarget,
    LocalWorkspaceEnvironmentTarget,
    RemoteEnvironmentTarget,
)
from pants.core.goals import fix, fmt, lint
from pants.core.goals.check import CheckSubsystem
from pants.core.goals.deploy import DeploySubsystem
from pants.core.goals.export import ExportSubsystem
from pants.core.goals.export_codegen import ExportCodegenSubsystem
from pants.core.goals.fix import FixSubsystem
from pants.core.goals.fmt import FmtSubsystem
from pants.core.goals.generate_lockfiles import GenerateLockfilesSubsystem
from pants.core.goals.generate_snapshots import GenerateSnapshotsSubsystem
from pants.core.goals.lint import LintSubsystem
from pants.core.goals.package import PackageSubsystem
from pants.core.goals.publish import PublishSubsystem
from pants.core.goals.repl import ReplSubsystem
from pants.core.goals.run import RunSubsystem
from pants.core.goals.tailor import TailorSubsystem
from pants.core.goals.test import TestSubsystem
from pants.core.goals.update_build_files import UpdateBuildFilesSubsystem
from pants.core.subsystems.debug_adapter import DebugAdapterSubsystem
from pants.core.subsystems.python_bootstrap import PythonBootstrapSubsystem
from pants.core.target_types import (
    ArchiveTarget,
    DeletedTarget,
    FilesGeneratorTarget,
    FileTarget,
    GenericTarget,
    LockfilesGeneratorTarget,
    LockfileTarget,
    RelocatedFiles,
    ResourcesGeneratorTarget,
    ResourceSourceField,
    ResourceTarget,
    http_source,
    per_platform,
)
from pants.core.util_rules import source_files, stripped_source_files
from pants.core.util_rules.subprocess_environment import SubprocessEnvironment
from pants.core.util_rules.system_binaries import SystemBinariesSubsystem
from pants.core.util_rules.wrap_source import wrap_source_rule_and_target
from pants.engine.internals.parametrize import Parametrize
from pants.goal.anonymous_telemetry import AnonymousTelemetry
from pants.goal.stats_aggregator import StatsAggregatorSubsystem
from pants.option.global_options import GlobalOptions
from pants.source import source_root
from pants.source.source_root_config import SourceRootConfig
from pants.vcs import changed_rules
from pants.version import PANTS_SEMVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

wrap_as_resources = wrap_source_rule_and_target(ResourceSourceField, "resources")

_GOALS = (
    CheckSubsystem,
    DeploySubsystem,
    ExportCodegenSubsystem,
    ExportSubsystem,
    FixSubsystem,
    FmtSubsystem,
    GenerateLockfilesSubsystem,
    GenerateSnapshotsSubsystem,
    LintSubsystem,
    PackageSubsystem,
    PublishSubsystem,
    ReplSubsystem,
    RunSubsystem,
    TailorSubsystem,
    TestSubsystem,
    UpdateBuildFilesSubsystem,
)

_SUBSYSTEMS = (
    AnonymousTelemetry,
    DebugAdapterSubsystem,
    EnvironmentsSubsystem,
    GlobalOptions,
    PythonBootstrapSubsystem,
    SourceRootConfig,
    StatsAggregatorSubsystem,
    SubprocessEnvironment,
    SystemBinariesSubsystem,
)

_RULE_MODULES = (fix, fmt, lint, source_files, stripped_source_files)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *(rule for subsystem in (*_GOALS, *_SUBSYSTEMS) for rule in subsystem.rules()),
        *changed_rules.rules(),
        *(rule for module in _RULE_MODULES for rule in module.rules()),
        *source_root.rules(),
        *wrap_as_resources.rules,
    )


def target_types() -> list[type[Target]]:
    return [
        ArchiveTarget,
        DeletedTarget,
        DockerEnvironmentTarget,
        FilesGeneratorTarget,
        FileTarget,
        GenericTarget,
        LocalEnvironmentTarget,
        LocalWorkspaceEnvironmentTarget,
        LockfilesGeneratorTarget,
        LockfileTarget,
        RelocatedFiles,
        RemoteEnvironmentTarget,
        ResourcesGeneratorTarget,
        ResourceTarget,
        *wrap_as_resources.target_types,
    ]


def build_file_aliases() -> BuildFileAliases:
    return BuildFileAliases(
        objects={
            "PANTS_VERSION": PANTS_SEMVER,
            "http_source": http_source,
            "parametrize": Parametrize,
            "per_platform": per_platform,
        }
    )
