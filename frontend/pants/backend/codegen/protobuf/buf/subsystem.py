"""`[buf]`: a formatter and linter of Protobuf files."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.core.goals.resolves import ExportableTool
from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, FileOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.platform import Platform
    from pants.engine.rules import Rule


class BufSubsystem(TemplatedExternalTool):
    options_scope = "buf"
    name = "Buf"
    help = "Buf, a formatter and linter of Protobuf files."

    default_version = "v1.69.0"
    default_known_versions = [
        "v1.69.0|linux_arm64 |28b258cb4ee7a1224a61e1dd91ae5935f1c86c23e8e67bcfa23c8b096b0ad478|33862042",
        "v1.69.0|linux_x86_64|2b1f9cfb5e17d50c10dea9202979ffd28ca7ff7a6f4e51e801a9463986690b03|37497898",
        "v1.69.0|macos_arm64 |246534674239f326dd1ad2642e57865dd56dc4e98c4857d13da6eca4d3a168ad|35754114",
        "v1.69.0|macos_x86_64|570458723a1e400d654e916cc54a98e78a9c23d72775afde9ef12abcdebd37a1|38439569",
    ]
    default_url_template = (
        "https://github.com/bufbuild/buf/releases/download/{version}/buf-{platform}.tar.gz"
    )
    default_url_platform_mapping = {
        "linux_arm64": "Linux-aarch64",
        "linux_x86_64": "Linux-x86_64",
        "macos_arm64": "Darwin-arm64",
        "macos_x86_64": "Darwin-x86_64",
    }

    format_skip = SkipOption("fmt", "lint")
    lint_skip = SkipOption("lint")
    format_args = ArgsListOption(
        example="--error-format json",
        tool_name="`buf format`",
    )
    lint_args = ArgsListOption(
        example="--error-format json",
        tool_name="`buf lint`",
    )
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `buf.yaml` or `buf.work.yaml` at the build root.",
    )

    def generate_exe(self, plat: Platform) -> str:
        return "./buf/bin/buf"


def rules() -> Iterable[Rule | UnionRule]:
    return (*BufSubsystem.rules(), UnionRule(ExportableTool, BufSubsystem))
