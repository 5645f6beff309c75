"""The generator of Java code from Avro files."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class AvroSubsystem(JvmToolBase):
    options_scope = "java-avro"
    help = "The generator of Java code from Avro files."

    default_version = "1.11.0"
    default_artifacts = ("org.apache.avro:avro-tools:{version}",)
