"""`[shunit2]`: the runner of shell tests."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.option.option_types import SkipOption

_VERSION = "b9102bb763cc603b3115ed30a5648bf950548097"
_BUILD = "1f11477b7948150d1ca50cdd41d89be4ed2acd137e26d2e0fe23966d0e272cc5|40987"
_PLATFORMS = ("macos_arm64", "macos_x86_64", "linux_x86_64", "linux_arm64")


class Shunit2(TemplatedExternalTool):
    options_scope = "shunit2"
    name = "shunit2"
    help = "shunit2, which runs shell tests."

    default_version = _VERSION
    # One script serves all platforms.
    default_known_versions = [f"{_VERSION}|{platform}|{_BUILD}" for platform in _PLATFORMS]
    default_url_template = "https://raw.githubusercontent.com/kward/shunit2/{version}/shunit2"

    skip = SkipOption("test")
