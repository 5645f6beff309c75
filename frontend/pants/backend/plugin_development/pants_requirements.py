"""`pants_requirements`: what plugins of this build tool are written against."""

from __future__ import annotations

from pants.backend.python.target_types import (
    PythonRequirementFindLinksField,
    PythonRequirementResolveField,
    PythonRequirementTarget,
)
from pants.engine.target import COMMON_TARGET_FIELDS, BoolField, StringField, TargetGenerator
from pants.version import VERSION


class PantsRequirementsTestutilField(BoolField):
    alias = "testutil"
    default = True
    help = "Whether there is also a target for `pantsbuild.pants.testutil`, to test plugins with."


class PantsRequirementsVersionSpecField(StringField):
    alias = "version_spec"
    default = f"== {VERSION}"
    help = "The versions that the requirements may have: `== 2.34.*`. By default this release."


class PantsRequirementsTargetGenerator(TargetGenerator):
    alias = "pants_requirements"
    generated_target_cls = PythonRequirementTarget
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PantsRequirementsVersionSpecField,
        PantsRequirementsTestutilField,
        PythonRequirementFindLinksField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (PythonRequirementResolveField,)
    help = (
        "Makes `python_requirement` targets for `pantsbuild.pants` and "
        "`pantsbuild.pants.testutil`, for plugins in this repository."
    )
