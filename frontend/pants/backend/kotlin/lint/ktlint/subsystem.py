"""ktlint, a formatter for Kotlin."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import SkipOption


class KtlintSubsystem(JvmToolBase):
    options_scope = "ktlint"
    name = "Ktlint"
    help = "ktlint, a formatter for Kotlin."

    default_version = "1.3.1"
    default_artifacts = ("com.pinterest.ktlint:ktlint-cli:{version}",)

    skip = SkipOption("fmt", "lint")
