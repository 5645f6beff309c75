"""`[pyenv-python-provider]`: Pythons that pyenv builds."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.platform import Platform


class PyenvPythonProviderSubsystem(TemplatedExternalTool):
    options_scope = "pyenv-python-provider"
    name = "pyenv"
    help = "pyenv, which builds Pythons that the machine has not."

    default_version = "2.5.3"
    default_known_versions = [
        "2.5.3|linux_arm64 |2068872d4f3174d697bcfd602ada3dc2b7764e84f73be7850c0de86fbf00f69e|1335821",
        "2.5.3|linux_x86_64|2068872d4f3174d697bcfd602ada3dc2b7764e84f73be7850c0de86fbf00f69e|1335821",
        "2.5.3|macos_arm64 |2068872d4f3174d697bcfd602ada3dc2b7764e84f73be7850c0de86fbf00f69e|1335821",
        "2.5.3|macos_x86_64|2068872d4f3174d697bcfd602ada3dc2b7764e84f73be7850c0de86fbf00f69e|1335821",
        "2.4.7|linux_arm64 |0c0137963dd3c4b356663a3a152a64815e5e4364f131f2976a2731a13ab1de4d|799490",
        "2.4.7|linux_x86_64|0c0137963dd3c4b356663a3a152a64815e5e4364f131f2976a2731a13ab1de4d|799490",
        "2.4.7|macos_arm64 |0c0137963dd3c4b356663a3a152a64815e5e4364f131f2976a2731a13ab1de4d|799490",
        "2.4.7|macos_x86_64|0c0137963dd3c4b356663a3a152a64815e5e4364f131f2976a2731a13ab1de4d|799490",
    ]
    default_url_template = "https://github.com/pyenv/pyenv/archive/refs/tags/v{version}.tar.gz"

    class EnvironmentAware(Subsystem.EnvironmentAware):
        installation_extra_env_vars = StrListOption(
            help="More variables that the build of a Python sees, as `NAME=value`, or `NAME` for "
            "its value in your own environment. See pyenv's manual for those it knows.",
        )

    def generate_exe(self, plat: Platform) -> str:
        return f"./pyenv-{self.version}/bin/pyenv"
