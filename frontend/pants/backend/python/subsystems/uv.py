"""`[uv]`: the resolver and installer."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.core.util_rules.search_paths import expand_path_placeholder
from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.platform import Platform


class Uv(TemplatedExternalTool):
    options_scope = "uv"
    name = "uv"
    help = "uv, which resolves requirements if `[python].resolver` says so."

    default_version = "0.11.6"
    default_known_versions = [
        "0.11.6|macos_arm64 |4b69a4e366ec38cd5f305707de95e12951181c448679a00dce2a78868dfc9f5b|20807020",
        "0.11.6|linux_x86_64|aa342a53abe42364093506d7704214d2cdca30b916843e520bc67759a5d20132|24460747",
        "0.11.6|linux_arm64 |d14ebd6f200047264152daaf97b8bd36c7885a5033e9e8bba8366cb0049c0d00|22576913",
    ]
    version_constraints = ">=0.7.4,<1.0"
    default_url_template = (
        "https://github.com/astral-sh/uv/releases/download/{version}/uv-{platform}.tar.gz"
    )
    default_url_platform_mapping = {
        "linux_arm64": "aarch64-unknown-linux-musl",
        "linux_x86_64": "x86_64-unknown-linux-musl",
        "macos_arm64": "aarch64-apple-darwin",
    }

    class EnvironmentAware(Subsystem.EnvironmentAware):
        env_vars_used_by_options = ("PATH",)

        _executable_search_paths = StrListOption(
            default=["<PATH>"],
            advanced=True,
            metavar="<binary-paths>",
            help="The `PATH` that uv sees, for compilers and git. "
            "`<PATH>` stands for the folders in the variable `PATH`.",
        )
        extra_env_vars = StrListOption(
            help="More variables that uv sees, as `NAME=value`, or `NAME` for its value in your "
            "own environment.",
        )

        @property
        def path(self) -> tuple[str, ...]:
            return expand_path_placeholder(self._executable_search_paths, self._options_env)

    def generate_exe(self, plat: Platform) -> str:
        platform = (self.url_platform_mapping or {}).get(plat.value, plat.value)
        return f"./uv-{platform}/uv"
