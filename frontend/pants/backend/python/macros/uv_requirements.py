"""`uv_requirements`: development requirements of uv."""

from __future__ import annotations

from pants.backend.python.macros.common_fields import (
    ModuleMappingField,
    RequirementsOverrideField,
    TypeStubsModuleMappingField,
)
from pants.backend.python.macros.generator_requests import GenerateFromUvRequirementsRequest
from pants.backend.python.macros.requirement_rules import generate_from_uv_requirement, rules
from pants.backend.python.target_types import (
    PythonRequirementResolveField,
    PythonRequirementTarget,
)
from pants.engine.target import COMMON_TARGET_FIELDS, SingleSourceField, TargetGenerator

__all__ = (
    "GenerateFromUvRequirementsRequest",
    "UvRequirementsSourceField",
    "UvRequirementsTargetGenerator",
    "generate_from_uv_requirement",
    "rules",
)


class UvRequirementsSourceField(SingleSourceField):
    default = "pyproject.toml"
    required = False
    help = "The file to read, with a section `[tool.uv]`."


class UvRequirementsTargetGenerator(TargetGenerator):
    alias = "uv_requirements"
    generated_target_cls = PythonRequirementTarget
    core_fields = (
        *COMMON_TARGET_FIELDS,
        ModuleMappingField,
        TypeStubsModuleMappingField,
        UvRequirementsSourceField,
        RequirementsOverrideField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (PythonRequirementResolveField,)
    help = (
        "Makes a `python_requirement` target for each requirement in `dev-dependencies` of "
        "`[tool.uv]` in `pyproject.toml`."
    )
