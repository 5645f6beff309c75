"""The tool that takes times out of JARs."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class StripJarTool(JvmToolBase):
    options_scope = "strip-jar"
    help = "The tool that takes times out of JARs, for `[jvm].reproducible_jars`."

    default_version = "0.16"
    default_artifacts = ("io.github.zlika:reproducible-build-maven-plugin:{version}",)
