"""`python_requirements`: requirements from a file of pip, or from `pyproject.toml`."""

from __future__ import annotations

from pants.backend.python.macros.common_fields import (
    ModuleMappingField,
    RequirementsOverrideField,
    TypeStubsModuleMappingField,
)
from pants.backend.python.macros.generator_requests import GenerateFromPythonRequirementsRequest
from pants.backend.python.macros.requirement_rules import generate_from_python_requirement, rules
from pants.backend.python.target_types import (
    PythonRequirementResolveField,
    PythonRequirementTarget,
)
from pants.engine.target import COMMON_TARGET_FIELDS, SingleSourceField, TargetGenerator

__all__ = (
    "GenerateFromPythonRequirementsRequest",
    "PythonRequirementsSourceField",
    "PythonRequirementsTargetGenerator",
    "generate_from_python_requirement",
    "rules",
)


class PythonRequirementsSourceField(SingleSourceField):
    default = "requirements.txt"
    required = False
    help = "The file to read, in the format of pip, or a `pyproject.toml`."


class PythonRequirementsTargetGenerator(TargetGenerator):
    alias = "python_requirements"
    generated_target_cls = PythonRequirementTarget
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ModuleMappingField,
        TypeStubsModuleMappingField,
        PythonRequirementsSourceField,
        RequirementsOverrideField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (PythonRequirementResolveField,)
    help = (
        "Makes a `python_requirement` target for each requirement in a file of pip.\n\n"
        "Of a `pyproject.toml` it reads `dependencies` and all groups of `optional-dependencies` "
        "in `[project]`."
    )
