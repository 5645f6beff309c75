"""Terraform itself."""

from __future__ import annotations

from pants.backend.terraform.tool_versions import KNOWN_VERSIONS
from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.option.option_types import ArgsListOption, BoolOption, StrListOption


class TerraformTool(TemplatedExternalTool):
    options_scope = "download-terraform"
    name = "terraform"
    help = "Terraform, which is downloaded."

    default_version = "1.9.0"
    default_known_versions = KNOWN_VERSIONS
    default_url_template = (
        "https://releases.hashicorp.com/terraform/{version}/terraform_{version}_{platform}.zip"
    )
    default_url_platform_mapping = {
        "linux_arm64": "linux_arm64",
        "linux_x86_64": "linux_amd64",
        "macos_arm64": "darwin_arm64",
        "macos_x86_64": "darwin_amd64",
    }

    extra_env_vars = StrListOption(
        help=(
            "Environment variables for Terraform: `NAME=value`, or `NAME` to pass on the value "
            "that Pants was started with."
        ),
        advanced=True,
    )
    args = ArgsListOption(
        example="-auto-approve",
        passthrough=True,
    )
    platforms = StrListOption(
        help=(
            "Platforms for which lockfiles hold the providers' hashes, such as `linux_amd64`. Name "
            "all that your team and your CI use; empty means the current one."
        ),
        advanced=True,
    )
    tailor = BoolOption(
        default=True,
        help="Whether `tailor` adds targets for Terraform files that no target owns.",
        advanced=True,
    )
