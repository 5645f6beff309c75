"""Options for OpenAPI descriptions."""

from __future__ import annotations

from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class OpenApiSubsystem(Subsystem):
    options_scope = "openapi"
    name = "openapi"
    help = "OpenAPI descriptions."

    tailor_targets = BoolOption(
        default=True,
        advanced=True,
        help=(
            "Whether `tailor` adds `openapi_documents` and `openapi_sources` targets for files "
            "that no target owns."
        ),
    )
