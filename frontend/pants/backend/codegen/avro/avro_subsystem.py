"""Options for Avro in every language."""

from __future__ import annotations

from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class AvroSubsystem(Subsystem):
    options_scope = "avro"
    help = "Avro, whatever language code is generated for."

    tailor = BoolOption(
        default=True,
        help="Whether `tailor` adds `avro_sources` targets for Avro files that no target owns.",
        advanced=True,
    )
