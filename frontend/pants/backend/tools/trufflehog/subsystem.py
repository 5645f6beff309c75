"""`[trufflehog]`: a finder of secrets."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.core.goals.resolves import ExportableTool
from pants.core.util_rules.external_tool import ExternalTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, SkipOption, StrListOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.platform import Platform
    from pants.engine.rules import Rule

_PLATFORMS = {
    "linux_arm64": "linux_arm64",
    "linux_x86_64": "linux_amd64",
    "macos_arm64": "darwin_arm64",
    "macos_x86_64": "darwin_amd64",
}


class Trufflehog(ExternalTool):
    options_scope = "trufflehog"
    name = "Trufflehog"
    help = "Trufflehog, which looks for passwords and keys in files."

    default_version = "v3.34.0"
    default_known_versions = [
        "v3.34.0|macos_arm64|19e10e34e95d797cbb924b342b873caa9e71296f9bead28b390d96981f47fbb0|26743363",
        "v3.34.0|macos_x86_64|6a0a425be18ef1b3c0bf5ff88a895e01c1de70892ee48026b9a9ed89ad0398d4|27466237",
        "v3.34.0|linux_arm64|6aeb5a91dbd981a5446312946072b470dc3a706711c85966394f62717cd71111|26021125",
        "v3.34.0|linux_x86_64|2fda581fb26ed5c866045a4532ce73511f873b70f20eaaae01a7279c3b1c2993|27805118",
    ]

    skip = SkipOption("lint")
    exclude = StrListOption(
        default=["README.md"],
        help="Files to leave out, as globs from the build root.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `trufflehog-config.yml` at the build root.",
    )
    args = ArgsListOption(
        example="--no-verification",
        default=["--json"],
        extra_help="`--json` makes findings easy to read for programs.",
    )

    def generate_url(self, plat: Platform) -> str:
        version = self.version.removeprefix("v")
        return (
            "https://github.com/trufflesecurity/trufflehog/releases/download/"
            f"v{version}/trufflehog_{version}_{_PLATFORMS[plat.value]}.tar.gz"
        )

    def generate_exe(self, plat: Platform) -> str:
        return "trufflehog"


def rules() -> Iterable[Rule | UnionRule]:
    return (*Trufflehog.rules(), UnionRule(ExportableTool, Trufflehog))
