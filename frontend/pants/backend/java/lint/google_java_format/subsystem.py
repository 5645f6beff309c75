"""google-java-format, a formatter for Java."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import BoolOption, SkipOption


class GoogleJavaFormatSubsystem(JvmToolBase):
    options_scope = "google-java-format"
    name = "Google Java Format"
    help = "google-java-format, a formatter for Java."

    default_version = "1.13.0"
    default_artifacts = ("com.google.googlejavaformat:google-java-format:{version}",)

    skip = SkipOption("fmt", "lint")
    aosp = BoolOption(
        default=False,
        help=(
            "Whether to follow the style of the Android Open Source Project, which indents by four "
            "spaces, instead of Google's."
        ),
    )
