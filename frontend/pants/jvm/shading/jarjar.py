"""Jar Jar Abrams, which renames packages inside JARs."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase
from pants.option.option_types import BoolOption, EnumOption
from pants.util.plain_enum import PlainEnum


class MisplacedClassStrategy(PlainEnum):
    """What to do with a class that lies outside its package's folder."""

    FATAL = "fatal"
    SKIP = "skip"
    OMIT = "omit"
    MOVE = "move"


class JarJar(JvmToolBase):
    options_scope = "jarjar"
    help = "Jar Jar Abrams, which applies shading rules to JARs."

    default_version = "1.8.1"
    default_artifacts = ("com.eed3si9n.jarjar:jarjar-assembly:{version}",)

    skip_manifest = BoolOption(
        default=False,
        help="If true, `META-INF/MANIFEST.MF` is left as it is.",
    )
    misplaced_class_strategy = EnumOption(
        default=None,
        enum_type=MisplacedClassStrategy,
        help=(
            "What to do with a class that lies outside its package's folder: fail, leave it as it "
            "is, leave it out, or move it. Unset leaves it to the tool."
        ),
    )
