"""The goal `count-loc`: how much code there is."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import ArgsListOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.platform import Platform


class SuccinctCodeCounter(TemplatedExternalTool):
    options_scope = "scc"
    name = "SCC"
    help = (
        "Kept for old configurations: `count-loc` counts by itself, without a download. "
        "Of the arguments it heeds those that it knows."
    )

    default_version = "3.0.0"
    default_known_versions = [
        "3.0.0|linux_arm64 |04f9e797b70a678833e49df5e744f95080dfb7f963c0cd34f5b5d4712d290f33|1768037",
        "3.0.0|linux_x86_64|13ca47ce00b5bd032f97f3af7aa8eb3c717b8972b404b155a378b09110e4aa0c|1948341",
        "3.0.0|macos_arm64 |846cb1b25025a0794d455719bc17cfb3f588576a58af1d95036f6c654e294f98|2006145",
        "3.0.0|macos_x86_64|9c3064e477ab36e16204ad34f649372034bca4df669615eff5de4aa05b2ddf1a|2048134",
    ]
    default_url_template = (
        "https://github.com/boyter/scc/releases/download/v{version}/scc-{version}-{platform}.zip"
    )
    default_url_platform_mapping = {
        "linux_arm64": "arm64-unknown-linux",
        "linux_x86_64": "x86_64-unknown-linux",
        "macos_arm64": "arm64-apple-darwin",
        "macos_x86_64": "x86_64-apple-darwin",
    }

    args = ArgsListOption(
        example="--no-cocomo",
        passthrough=True,
    )

    def generate_exe(self, plat: Platform) -> str:
        return "./scc"


class CountLinesOfCodeSubsystem(GoalSubsystem):
    name = "count-loc"
    help = "Count lines: files, code, comments and blanks, by language."


class CountLinesOfCode(Goal):
    subsystem_cls = CountLinesOfCodeSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
