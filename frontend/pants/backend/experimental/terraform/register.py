"""Terraform: modules and deployments, formatted, checked and applied."""

from __future__ import annotations

from pants.backend.python.subsystems.python_native_code import PythonNativeCodeSubsystem
from pants.backend.python.subsystems.repos import PythonRepos
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.subsystems.uv import Uv
from pants.backend.python.util_rules.pex_cli import PexCli
from pants.backend.python.util_rules.pex_environment import PexSubsystem
from pants.backend.terraform import dependency_inference
from pants.backend.terraform.goals import check
from pants.backend.terraform.lint.tffmt import tffmt
from pants.backend.terraform.target_types import (
    TerraformBackendTarget,
    TerraformDeploymentTarget,
    TerraformLockfileTarget,
    TerraformModuleTarget,
    TerraformVarFileTarget,
)
from pants.backend.terraform.tool import TerraformTool
from pants.core.goals.generate_lockfiles import GenerateLockfilesSubsystem
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
    GenerateLockfilesSubsystem,
    PexCli,
    PexSubsystem,
    PythonBootstrapSubsystem,
    PythonNativeCodeSubsystem,
    PythonRepos,
    PythonSetup,
    SubprocessEnvironment,
    SystemBinariesSubsystem,
    TerraformTool,
    Uv,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *dependency_inference.rules(),
        *check.rules(),
        *tffmt.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )


def target_types() -> list[type[Target]]:
    return [
        TerraformModuleTarget,
        TerraformDeploymentTarget,
        TerraformBackendTarget,
        TerraformVarFileTarget,
        TerraformLockfileTarget,
    ]
