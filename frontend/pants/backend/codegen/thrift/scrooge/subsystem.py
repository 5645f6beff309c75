"""Scrooge, Twitter's Thrift generator."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class ScroogeSubsystem(JvmToolBase):
    options_scope = "scrooge"
    help = "Scrooge, Twitter's generator of Scala and Java code from Thrift files."

    default_version = "21.12.0"
    default_artifacts = ("com.twitter:scrooge-generator_2.13:{version}",)
