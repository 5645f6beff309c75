"""`[pex-cli]`: the builder of PEX files."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.option.option_types import ArgsListOption

_VERSION = "v2.100.5"
_BUILD = "533ca442cf4cf802e966b3c7f866746c775176a6d32d9d96c9a777b6c13bdbd1|5312775"
_PLATFORMS = ("macos_x86_64", "macos_arm64", "linux_x86_64", "linux_arm64")


class PexCli(TemplatedExternalTool):
    options_scope = "pex-cli"
    name = "pex"
    help = "Pex, which installs requirements and builds PEX files."

    default_version = _VERSION
    # One file serves all platforms.
    default_known_versions = [f"{_VERSION}|{platform}|{_BUILD}" for platform in _PLATFORMS]
    default_url_template = "https://github.com/pex-tool/pex/releases/download/{version}/pex"
    version_constraints = ">=2.100.5,<3.0"

    global_args = ArgsListOption(
        example="--check=error --no-compile",
        extra_help="They are added to every call, also those that tools are installed with.",
    )
