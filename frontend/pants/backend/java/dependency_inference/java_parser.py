"""The parser that finds imports and types in Java files."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class JavaParser(JvmToolBase):
    options_scope = "java-parser"
    help = "The parser that finds imports and types in Java files."

    default_artifacts = (
        "com.fasterxml.jackson.core:jackson-databind:2.12.4",
        "com.fasterxml.jackson.datatype:jackson-datatype-jdk8:2.12.4",
        "com.github.javaparser:javaparser-symbol-solver-core:3.25.5",
    )
