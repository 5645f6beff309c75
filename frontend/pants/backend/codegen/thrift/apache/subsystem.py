"""The Apache Thrift compiler."""

from __future__ import annotations

from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem


class ApacheThriftSubsystem(Subsystem):
    options_scope = "apache-thrift"
    help = "The Apache Thrift compiler, which is looked up on the machine."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        _thrift_search_paths = StrListOption(
            default=["<PATH>"],
            help=(
                "Folders to look for the `thrift` executable in. The first one of the expected "
                "version is used. `<PATH>` stands for the folders of the variable `PATH`."
            ),
        )

    expected_version = StrOption(
        default="0.15",
        help=(
            "The version that will do, as its first two numbers. Others on the machine are passed "
            "over."
        ),
    )
