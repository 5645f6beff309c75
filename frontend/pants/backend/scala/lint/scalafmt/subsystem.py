"""scalafmt, a formatter for Scala."""

from __future__ import annotations

from pants.core.util_rules.config_files import OrphanFilepathConfigBehavior
from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import EnumOption, SkipOption, StrOption

DEFAULT_SCALAFMT_CONF_FILENAME = ".scalafmt.conf"


class ScalafmtSubsystem(JvmToolBase):
    options_scope = "scalafmt"
    name = "scalafmt"
    help = "scalafmt, a formatter for Scala."

    default_version = "3.2.1"
    default_artifacts = ("org.scalameta:scalafmt-cli_2.13:{version}",)

    config_file_name = StrOption(
        default=DEFAULT_SCALAFMT_CONF_FILENAME,
        advanced=True,
        help="Name of scalafmt's configuration files. The nearest one above a source file counts.",
    )
    orphan_files_behavior = EnumOption(
        default=OrphanFilepathConfigBehavior.ERROR,
        advanced=True,
        help="What to do with source files that have no configuration file above them.",
    )
    skip = SkipOption("fmt", "lint")
