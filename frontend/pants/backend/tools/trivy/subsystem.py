"""Trivy, a security scanner."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.engine.target import BoolField
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    FileOption,
    SkipOption,
    StrListOption,
)


class Trivy(TemplatedExternalTool):
    options_scope = "trivy"
    name = "Trivy"
    help = "Trivy, a security scanner for images and configuration."

    default_version = "0.69.2"
    default_known_versions = [
        "0.69.2|linux_arm64 |c73b97699c317b0d25532b3f188564b4e29d13d5472ce6f8eb078082546a6481|43702248",
        "0.69.2|linux_x86_64|affa59a1e37d86e4b8ab2cd02f0ab2e63d22f1bf9cf6a7aa326c884e25e26ce3|48327305",
        "0.69.2|macos_arm64 |320c0e6af90b5733b9326da0834240e944c6f44091e50019abdf584237ff4d0c|45881045",
        "0.69.2|macos_x86_64|41f6eac3ebe3a00448a16f08038b55ce769fe2d5128cb0d64bdf282cdad4831a|49275481",
    ]
    default_url_template = "https://github.com/aquasecurity/trivy/releases/download/v{version}/trivy_{version}_{platform}.tar.gz"
    default_url_platform_mapping = {
        "linux_arm64": "Linux-ARM64",
        "linux_x86_64": "Linux-64bit",
        "macos_arm64": "macOS-ARM64",
        "macos_x86_64": "macOS-64bit",
    }

    skip = SkipOption("lint")
    args = ArgsListOption(example="--scanners vuln")
    severity = StrListOption(
        default=None,
        help="Severities to report, such as `HIGH` and `CRITICAL`. Empty means all.",
    )
    extra_env_vars = StrListOption(
        help=(
            "Environment variables for Trivy: `NAME=value`, or `NAME` to pass on the value that "
            "Pants was started with."
        ),
        advanced=True,
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Whether to use `trivy.yaml` and `.trivyignore` at the root of the repository.",
    )
    config = FileOption(
        default=None,
        advanced=True,
        help="Path of the configuration file. It turns `config_discovery` off.",
    )


class SkipTrivyField(BoolField):
    alias = "skip_trivy"
    default = False
    help = "If true, Trivy does not look at this target."
