"""`[ruff]`: a fast linter and formatter."""

from __future__ import annotations

from pants.backend.python.lint.ruff.known_versions import KNOWN_VERSIONS
from pants.core.goals.resolves import ExportableTool
from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, FileOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.platform import Platform
    from pants.engine.rules import Rule


class Ruff(TemplatedExternalTool):
    options_scope = "ruff"
    name = "Ruff"
    help = "Ruff, a fast linter and formatter of Python code."

    default_version = "0.14.14"
    default_known_versions = KNOWN_VERSIONS
    version_constraints = ">=0.1.2,<1"
    default_url_template = (
        "https://github.com/astral-sh/ruff/releases/download/{version}/ruff-{platform}.tar.gz"
    )
    default_url_platform_mapping = {
        "linux_arm64": "aarch64-unknown-linux-musl",
        "linux_x86_64": "x86_64-unknown-linux-musl",
        "macos_arm64": "aarch64-apple-darwin",
        "macos_x86_64": "x86_64-apple-darwin",
    }

    skip = SkipOption("fmt", "fix", "lint")
    args = ArgsListOption(example="--no-cache")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use each `pyproject.toml`, `ruff.toml` or `.ruff.toml` with settings for Ruff, "
        "beside or above the code.",
    )

    def generate_exe(self, plat: Platform) -> str:
        platform = (self.url_platform_mapping or {}).get(plat.value, plat.value)
        return f"ruff-{platform}/ruff"


def rules() -> Iterable[Rule | UnionRule]:
    return (*Ruff.rules(), UnionRule(ExportableTool, Ruff))
