"""Options for Thrift in every language."""

from __future__ import annotations

from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class ThriftSubsystem(Subsystem):
    options_scope = "thrift"
    help = "Thrift, whatever language code is generated for."

    dependency_inference = BoolOption(
        default=True,
        help=(
            "Whether a Thrift file's dependencies are inferred from its `include` lines. Without "
            "it all files of one generator depend on each other."
        ),
    )
    tailor = BoolOption(
        default=True,
        help="Whether `tailor` adds `thrift_sources` targets for Thrift files that no target owns.",
        advanced=True,
    )
