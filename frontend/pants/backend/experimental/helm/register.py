"""Helm: charts, their tests and deployments."""

from __future__ import annotations

from pants.backend.docker.subsystems.docker_options import DockerOptions
from pants.backend.helm.dependency_inference.subsystem import HelmInferSubsystem
from pants.backend.helm.subsystems.helm import HelmSubsystem
from pants.backend.helm.subsystems.k8s_parser import HelmKubeParserSubsystem
from pants.backend.helm.subsystems.post_renderer import HelmPostRendererSubsystem
from pants.backend.helm.subsystems.unittest import HelmUnitTestSubsystem
from pants.backend.helm.target_types import (
    HelmArtifactTarget,
    HelmChartTarget,
    HelmDeploymentTarget,
    HelmUnitTestTestsGeneratorTarget,
    HelmUnitTestTestTarget,
)
from pants.backend.python.subsystems.python_native_code import PythonNativeCodeSubsystem
from pants.backend.python.subsystems.repos import PythonRepos
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.subsystems.uv import Uv
from pants.backend.python.util_rules.pex_cli import PexCli
from pants.backend.python.util_rules.pex_environment import PexSubsystem
from pants.core.goals.test import TestSubsystem
from pants.core.subsystems.python_bootstrap import PythonBootstrapSubsystem
from pants.core.util_rules.subprocess_environment import SubprocessEnvironment
from pants.core.util_rules.system_binaries import SystemBinariesSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    DockerOptions,
    HelmInferSubsystem,
    HelmKubeParserSubsystem,
    HelmPostRendererSubsystem,
    HelmSubsystem,
    HelmUnitTestSubsystem,
    PexCli,
    PexSubsystem,
    PythonBootstrapSubsystem,
    PythonNativeCodeSubsystem,
    PythonRepos,
    PythonSetup,
    SubprocessEnvironment,
    SystemBinariesSubsystem,
    TestSubsystem,
    Uv,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)


def target_types() -> list[type[Target]]:
    return [
        HelmArtifactTarget,
        HelmChartTarget,
        HelmDeploymentTarget,
        HelmUnitTestTestTarget,
        HelmUnitTestTestsGeneratorTarget,
    ]
