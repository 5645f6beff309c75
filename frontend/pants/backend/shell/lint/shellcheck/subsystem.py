"""`[shellcheck]`: a linter."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.core.goals.resolves import ExportableTool
from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.platform import Platform
    from pants.engine.rules import Rule


class Shellcheck(TemplatedExternalTool):
    options_scope = "shellcheck"
    name = "Shellcheck"
    help = "Shellcheck, a linter of shell scripts."

    default_version = "v0.10.0"
    default_known_versions = [
        "v0.10.0|linux_arm64 |324a7e89de8fa2aed0d0c28f3dab59cf84c6d74264022c00c22af665ed1a09bb|4291764",
        "v0.10.0|linux_x86_64|6c881ab0698e4e6ea235245f22832860544f17ba386442fe7e9d629f8cbedf87|2404716",
        "v0.10.0|macos_arm64 |bbd2f14826328eee7679da7221f2bc3afb011f6a928b848c80c321f6046ddf81|7205756",
        "v0.10.0|macos_x86_64|ef27684f23279d112d8ad84e0823642e43f838993bbb8c0963db9b58a90464c2|4371632",
    ]
    default_url_template = (
        "https://github.com/koalaman/shellcheck/releases/download/{version}/"
        "shellcheck-{version}.{platform}.tar.xz"
    )
    default_url_platform_mapping = {
        "linux_arm64": "linux.aarch64",
        "linux_x86_64": "linux.x86_64",
        "macos_arm64": "darwin.aarch64",
        "macos_x86_64": "darwin.x86_64",
    }

    skip = SkipOption("lint")
    args = ArgsListOption(example="-e SC2034")
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use each `.shellcheckrc` and `shellcheckrc`, beside or above the script.",
    )

    def generate_exe(self, plat: Platform) -> str:
        return f"./shellcheck-{self.version}/shellcheck"


def rules() -> Iterable[Rule | UnionRule]:
    return (*Shellcheck.rules(), UnionRule(ExportableTool, Shellcheck))
