"""ScalaTest, a test runner for Scala."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import ArgsListOption, SkipOption


class Scalatest(JvmToolBase):
    options_scope = "scalatest"
    name = "Scalatest"
    help = "ScalaTest, a test runner for Scala."

    default_version = "3.2.10"
    default_artifacts = ("org.scalatest:scalatest_2.13:{version}",)

    args = ArgsListOption(example="-t $testname", passthrough=True)
    skip = SkipOption("test")
