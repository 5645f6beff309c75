"""Pythons that tools of the build run with, and where Pythons of the system are looked for."""

from __future__ import annotations

from pants.core.util_rules.asdf import AsdfPathString
from pants.option.option_types import DictOption, StrListOption
from pants.option.subsystem import Subsystem

_RELEASE = "https://github.com/astral-sh/python-build-standalone/releases/download/20260610"


def _build(triple: str, sha256: str, size: int) -> tuple[str, str, int]:
    name = f"cpython-3.14.6+20260610-{triple}-freethreaded-install_only_stripped.tar.gz"
    return (f"{_RELEASE}/{name}", sha256, size)


class PythonBootstrapSubsystem(Subsystem):
    options_scope = "python-bootstrap"
    help = "How Pythons are found, for tools and for your code."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        search_path = StrListOption(
            default=["<PYENV>", AsdfPathString.STANDARD.value, "<PATH>"],
            advanced=True,
            metavar="<binary-paths>",
            help="Folders with Pythons, or paths of Pythons, in order. `<PATH>` stands for the "
            "folders in the variable `PATH`, `<PYENV>` for all versions of pyenv, "
            "`<PYENV_LOCAL>` for those in `.python-version` at the build root, `<ASDF>` and "
            "`<ASDF_LOCAL>` for the same of asdf, `<PEXRC>` for what Pex is configured with.",
        )
        names = StrListOption(
            default=["python", "python3"],
            advanced=True,
            metavar="<python-binary-names>",
            help="What Pythons in these folders are called.",
        )

    internal_python_build_standalone_info = DictOption(
        default={
            "linux_arm64": _build(
                "aarch64-unknown-linux-gnu",
                "3d82c130c647988c0cb83fbf6b69637024dfa184da0b4d25c1498a3e9655b2f1",
                30304472,
            ),
            "linux_x86_64": _build(
                "x86_64-unknown-linux-gnu",
                "d4872b127c641aadb0846a0a4f2c3f6377393a34e89de7668274ec2434d50c00",
                36178201,
            ),
            "macos_arm64": _build(
                "aarch64-apple-darwin",
                "f47f0d5b02fc634385bdc630dd293678cfbdbc009de2b04403ce04c92473b483",
                26071097,
            ),
            "macos_x86_64": _build(
                "x86_64-apple-darwin",
                "f8daa286f7315afc2fc1d51e3f6169ef133bd030f344d182f5f24849439aa4be",
                26138236,
            ),
        },
        advanced=True,
        help="A Python for tools, for each platform: URL, sha256 and size. Kept for old "
        "configurations: tools run with the Python that is built in.",
    )
