"""`[hadolint]`: a linter of Dockerfiles."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.core.goals.resolves import ExportableTool
from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, FileOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Hadolint(TemplatedExternalTool):
    options_scope = "hadolint"
    name = "Hadolint"
    help = "Hadolint, a linter of Dockerfiles."

    default_version = "v2.12.1-beta"
    default_known_versions = [
        "v2.12.1-beta|linux_arm64 |5997119de9b8332a003be938baff3ebd2ff17dfb62e2bceccd59bd9c112599ce|24002600",
        "v2.12.1-beta|linux_x86_64|d0779284293475905cfa4b3a7b5c433eca6d731e45b5df0e157f46b4e6311888|2426420",
        "v2.12.1-beta|macos_arm64 |911008b09e88b9ce62dbd12345af8f4c933370ebcfb01211d934f1e0a4d9aecc|19743768",
        "v2.12.1-beta|macos_x86_64|911008b09e88b9ce62dbd12345af8f4c933370ebcfb01211d934f1e0a4d9aecc|19743768",
    ]
    default_url_template = (
        "https://github.com/hadolint/hadolint/releases/download/{version}/hadolint-{platform}"
    )
    default_url_platform_mapping = {
        "linux_arm64": "Linux-arm64",
        "linux_x86_64": "Linux-x86_64",
        "macos_arm64": "Darwin-x86_64",
        "macos_x86_64": "Darwin-x86_64",
    }

    skip = SkipOption("lint")
    args = ArgsListOption(example="--ignore=DL3008")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use each `.hadolint.yaml` or `.hadolint.yml`, beside or above the Dockerfile.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Hadolint.rules(), UnionRule(ExportableTool, Hadolint))
