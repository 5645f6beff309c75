"""`terraform validate`, which checks modules and deployments."""

from __future__ import annotations

from pants.backend.terraform.target_types import TerraformDeploymentTarget, TerraformModuleTarget
from pants.engine.target import BoolField
from pants.option.option_types import SkipOption
from pants.option.subsystem import Subsystem


class TerraformValidateSubsystem(Subsystem):
    options_scope = "terraform-validate"
    name = "`terraform validate`"
    help = "`terraform validate`, which checks that modules are consistent."

    skip = SkipOption("check")


class SkipTerraformValidateField(BoolField):
    alias = "skip_terraform_validate"
    default = False
    help = "If true, `terraform validate` does not look at this target."


def rules() -> list:
    return [
        *TerraformValidateSubsystem.rules(),
        TerraformModuleTarget.register_plugin_field(SkipTerraformValidateField),
        TerraformDeploymentTarget.register_plugin_field(SkipTerraformValidateField),
    ]
