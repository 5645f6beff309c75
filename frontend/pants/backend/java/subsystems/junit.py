"""JUnit, which runs the tests of all JVM languages."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import ArgsListOption, SkipOption


class JUnit(JvmToolBase):
    options_scope = "junit"
    name = "JUnit"
    help = "JUnit, which runs the tests of Java and Kotlin, and those of Scala that use it."

    default_version = "5.7.2"
    default_artifacts = (
        "org.junit.platform:junit-platform-console:1.7.2",
        "org.junit.jupiter:junit-jupiter-engine:{version}",
        "org.junit.vintage:junit-vintage-engine:{version}",
    )

    args = ArgsListOption(example="--disable-ansi-colors", passthrough=True)
    skip = SkipOption("test")
