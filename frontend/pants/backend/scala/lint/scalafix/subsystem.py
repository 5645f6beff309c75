"""Scalafix, a linter and rewriter for Scala."""

from __future__ import annotations

from pants.core.util_rules.config_files import OrphanFilepathConfigBehavior
from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import BoolOption, EnumOption, SkipOption, StrListOption, StrOption

DEFAULT_SCALAFIX_CONFIG_FILENAME = ".scalafix.conf"


class ScalafixSubsystem(JvmToolBase):
    options_scope = "scalafix"
    name = "scalafix"
    help = "Scalafix, a linter and rewriter for Scala."

    default_version = "0.11.1"
    default_artifacts = ("ch.epfl.scala:scalafix-cli_2.13.12:{version}",)

    config_file_name = StrOption(
        default=DEFAULT_SCALAFIX_CONFIG_FILENAME,
        advanced=True,
        help="Name of Scalafix's configuration files. The nearest one above a source file counts.",
    )
    orphan_files_behavior = EnumOption(
        default=OrphanFilepathConfigBehavior.ERROR,
        advanced=True,
        help="What to do with source files that have no configuration file above them.",
    )
    semantic_rules = BoolOption(
        default=True,
        advanced=True,
        help=(
            "Whether to run rules that need compiled code. They are slower, since targets are "
            "compiled first."
        ),
    )
    _rule_targets = StrListOption(
        advanced=True,
        help="Addresses of targets with Scalafix rules of your own.",
    )
    skip = SkipOption("fix", "lint")
