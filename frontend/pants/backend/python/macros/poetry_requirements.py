"""`poetry_requirements`: requirements that Poetry manages."""

from __future__ import annotations

from pants.backend.python.macros.common_fields import (
    ModuleMappingField,
    RequirementsOverrideField,
    TypeStubsModuleMappingField,
)
from pants.backend.python.macros.generator_requests import GenerateFromPoetryRequirementsRequest
from pants.backend.python.macros.requirement_rules import generate_from_poetry_requirement, rules
from pants.backend.python.target_types import (
    PythonRequirementResolveField,
    PythonRequirementTarget,
)
from pants.engine.target import COMMON_TARGET_FIELDS, SingleSourceField, TargetGenerator

__all__ = (
    "GenerateFromPoetryRequirementsRequest",
    "PoetryRequirementsSourceField",
    "PoetryRequirementsTargetGenerator",
    "generate_from_poetry_requirement",
    "rules",
)


class PoetryRequirementsSourceField(SingleSourceField):
    default = "pyproject.toml"
    required = False
    help = "The file to read, with a section `[tool.poetry]`."


class PoetryRequirementsTargetGenerator(TargetGenerator):
    alias = "poetry_requirements"
    generated_target_cls = PythonRequirementTarget
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ModuleMappingField,
        TypeStubsModuleMappingField,
        PoetryRequirementsSourceField,
        RequirementsOverrideField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (PythonRequirementResolveField,)
    help = (
        "Makes a `python_requirement` target for each requirement that Poetry has in "
        "`[tool.poetry]` of `pyproject.toml`, and in its groups."
    )
