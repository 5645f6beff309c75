"""ScalaPB, the generator of Scala code from Protobuf files."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import StrListOption


class ScalaPBSubsystem(JvmToolBase):
    options_scope = "scalapb"
    help = "ScalaPB, the generator of Scala code from Protobuf files."

    default_version = "0.11.6"
    default_artifacts = ("com.thesamet.scalapb:scalapbc_2.13:{version}",)

    _jvm_plugins = StrListOption(
        help=(
            "Plugins of protoc that run on the JVM, each as `name=artifact`: the name on protoc's "
            "command line, and Maven coordinates or the address of a `jvm_artifact`."
        ),
    )
