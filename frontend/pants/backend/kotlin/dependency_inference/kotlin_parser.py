"""The parser that finds imports and types in Kotlin files."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class KotlinParser(JvmToolBase):
    options_scope = "kotlin-parser"
    help = "The parser that finds imports and types in Kotlin files."

    default_version = "1.6.20"
    default_artifacts = (
        "org.jetbrains.kotlin:kotlin-compiler:{version}",
        "org.jetbrains.kotlin:kotlin-stdlib:{version}",
        "com.google.code.gson:gson:2.9.0",
    )
