"""The tool that merges JARs."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.util.plain_enum import PlainEnum


class JarTool(JvmToolBase):
    options_scope = "jar_tool"
    help = "The tool that merges JARs into deploy JARs."

    default_artifacts = (
        "args4j:args4j:2.33",
        "com.google.code.findbugs:jsr305:3.0.2",
        "com.google.guava:guava:18.0",
    )


class JarDuplicateAction(PlainEnum):
    """What happens to files that several JARs have."""

    SKIP = "skip"
    REPLACE = "replace"
    CONCAT = "concat"
    CONCAT_TEXT = "concat_text"
    THROW = "throw"
