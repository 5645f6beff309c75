"""`pipenv_requirements`: requirements that Pipenv locked."""

from __future__ import annotations

from pants.backend.python.macros.common_fields import (
    ModuleMappingField,
    RequirementsOverrideField,
    TypeStubsModuleMappingField,
)
from pants.backend.python.macros.generator_requests import GenerateFromPipenvRequirementsRequest
from pants.backend.python.macros.requirement_rules import generate_from_pipenv_requirement, rules
from pants.backend.python.target_types import (
    PythonRequirementResolveField,
    PythonRequirementTarget,
)
from pants.engine.target import COMMON_TARGET_FIELDS, SingleSourceField, TargetGenerator

__all__ = (
    "GenerateFromPipenvRequirementsRequest",
    "PipenvRequirementsTargetGenerator",
    "PipenvSourceField",
    "generate_from_pipenv_requirement",
    "rules",
)


class PipenvSourceField(SingleSourceField):
    default = "Pipfile.lock"
    required = False
    help = "The lockfile of Pipenv to read."


class PipenvRequirementsTargetGenerator(TargetGenerator):
    alias = "pipenv_requirements"
    generated_target_cls = PythonRequirementTarget
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ModuleMappingField,
        TypeStubsModuleMappingField,
        PipenvSourceField,
        RequirementsOverrideField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (PythonRequirementResolveField,)
    help = (
        "Makes a `python_requirement` target for each requirement that Pipenv locked in "
        "`Pipfile.lock`."
    )
