"""The parser that finds imports and types in Scala files."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class ScalaParser(JvmToolBase):
    options_scope = "scala-parser"
    help = "The parser that finds imports and types in Scala files."

    default_artifacts = (
        "org.scalameta:scalameta_2.13:4.17.0",
        "io.circe:circe-generic_2.13:0.14.1",
        "org.scala-lang:scala-library:2.13.8",
    )
