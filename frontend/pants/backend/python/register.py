"""Python: sources, tests, requirements, binaries and distributions."""

from __future__ import annotations

from pants.backend.python import target_types_rules
from pants.backend.python.dependency_inference.subsystem import PythonInferSubsystem
from pants.backend.python.goals import (
    export,
    lockfile,
    package_pex_binary,
    pytest_runner,
    run_python_requirement,
    run_python_source,
    setup_py,
)
from pants.backend.python.goals.coverage_py import CoverageSubsystem
from pants.backend.python.macros import requirement_rules
from pants.backend.python.macros.pipenv_requirements import PipenvRequirementsTargetGenerator
from pants.backend.python.macros.poetry_requirements import PoetryRequirementsTargetGenerator
from pants.backend.python.macros.python_artifact import PythonArtifact
from pants.backend.python.macros.python_requirements import PythonRequirementsTargetGenerator
from pants.backend.python.macros.uv_requirements import UvRequirementsTargetGenerator
from pants.backend.python.subsystems.debugpy import DebugPy
from pants.backend.python.subsystems.ipython import IPython
from pants.backend.python.subsystems.pytest import PyTest
from pants.backend.python.subsystems.python_native_code import PythonNativeCodeSubsystem
from pants.backend.python.subsystems.repos import PythonRepos
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.subsystems.setup_py_generation import SetupPyGeneration
from pants.backend.python.subsystems.setuptools import Setuptools
from pants.backend.python.subsystems.uv import Uv
from pants.backend.python.target_types import (
    PexBinariesGeneratorTarget,
    PexBinary,
    PexBinaryDefaults,
    PythonDistribution,
    PythonRequirementTarget,
    PythonSourceField,
    PythonSourcesGeneratorTarget,
    PythonSourceTarget,
    PythonTestsGeneratorTarget,
    PythonTestTarget,
    PythonTestUtilsGeneratorTarget,
    TargetGeneratorSourcesHelperTarget,
)
from pants.backend.python.util_rules.pex_cli import PexCli
from pants.backend.python.util_rules.pex_environment import PexSubsystem
from pants.build_graph.build_file_aliases import BuildFileAliases
from pants.core.goals.generate_lockfiles import GenerateLockfilesSubsystem
from pants.core.goals.resolves import ExportableTool
from pants.core.util_rules.wrap_source import wrap_source_rule_and_target
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target

wrap_python = wrap_source_rule_and_target(PythonSourceField, "python_sources")

_TOOLS = (CoverageSubsystem, DebugPy, IPython, PexCli, PyTest, Setuptools, Uv)

_SUBSYSTEMS = (
    *_TOOLS,
    GenerateLockfilesSubsystem,
    PexBinaryDefaults,
    PexSubsystem,
    PythonInferSubsystem,
    PythonNativeCodeSubsystem,
    PythonRepos,
    PythonSetup,
    SetupPyGeneration,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *(UnionRule(ExportableTool, tool) for tool in _TOOLS),
        *export.rules(),
        *lockfile.rules(),
        *package_pex_binary.rules(),
        *pytest_runner.rules(),
        *run_python_requirement.rules(),
        *run_python_source.rules(),
        *setup_py.rules(),
        *requirement_rules.rules(),
        *target_types_rules.rules(),
        *wrap_python.rules,
    )


def target_types() -> list[type[Target]]:
    return [
        PexBinariesGeneratorTarget,
        PexBinary,
        PipenvRequirementsTargetGenerator,
        PoetryRequirementsTargetGenerator,
        PythonDistribution,
        PythonRequirementsTargetGenerator,
        PythonRequirementTarget,
        PythonSourcesGeneratorTarget,
        PythonSourceTarget,
        PythonTestsGeneratorTarget,
        PythonTestTarget,
        PythonTestUtilsGeneratorTarget,
        TargetGeneratorSourcesHelperTarget,
        UvRequirementsTargetGenerator,
        *wrap_python.target_types,
    ]


def build_file_aliases() -> BuildFileAliases:
    return BuildFileAliases(objects={"python_artifact": PythonArtifact, "setup_py": PythonArtifact})
