"""Targets for Terraform modules and deployments."""

from __future__ import annotations

from pants.engine.addresses import AddressInput
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    Dependencies,
    MultipleSourcesField,
    SingleSourceField,
    StringField,
    Target,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


class TerraformDependenciesField(Dependencies):
    pass


class TerraformModuleSourcesField(MultipleSourcesField):
    default = ("*.tf",)
    expected_file_extensions = (".tf",)
    ban_subdirectories = True
    help = (
        "The module's Terraform files, as names or globs of files in the BUILD file's own folder; "
        "a leading `!` leaves files out. Terraform looks at one folder per module, so subfolders "
        "are not allowed."
    )


class TerraformModuleTarget(Target):
    alias = "terraform_module"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TerraformDependenciesField,
        TerraformModuleSourcesField,
    )
    help = "A Terraform module: the `.tf` files of one folder."


class TerraformRootModuleField(StringField, AsyncFieldMixin):
    alias = "root_module"
    required = True
    help = "Address of the `terraform_module` that is the root of the deployment."

    def to_address_input(self) -> AddressInput:
        return AddressInput.parse(
            self.value,
            relative_to=self.address.spec_path,
            description_of_origin=f"`{self.alias}` of {self.address}",
        )


class TerraformBackendConfigField(SingleSourceField):
    default = ".tfbackend"
    help = "The file with the backend's settings."


class TerraformBackendTarget(Target):
    alias = "terraform_backend"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TerraformBackendConfigField,
    )
    help = (
        "Settings for the backend that keeps a deployment's state. Make a `terraform_deployment` "
        "depend on it."
    )


class TerraformVarFileSourceField(MultipleSourcesField):
    default = ("*.tfvars",)
    expected_file_extensions = (".tfvars",)
    help = (
        "Files of input values, as names or globs relative to the BUILD file's folder; a leading "
        "`!` leaves files out."
    )


class TerraformVarFileTarget(Target):
    alias = "terraform_var_files"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TerraformVarFileSourceField,
    )
    help = (
        "Files with values for a deployment's input variables. Make a `terraform_deployment` "
        "depend on it."
    )


class TerraformDeploymentTarget(Target):
    alias = "terraform_deployment"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        TerraformDependenciesField,
        TerraformRootModuleField,
    )
    help = "A root module with its backend and variables, applied by `experimental-deploy`."


class LockfileSourceField(SingleSourceField):
    default = ".terraform.lock.hcl"


class LockfileDependenciesField(Dependencies):
    pass


class TerraformLockfileTarget(Target):
    alias = "_terraform_lockfile"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        LockfileSourceField,
        LockfileDependenciesField,
    )
    help = (
        "The lockfile of a root module's providers. Pants makes these by itself from "
        "`.terraform.lock.hcl` files."
    )
