"""What happens when a glob matches nothing."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum


class GlobMatchErrorBehavior(PlainEnum):
    """Say nothing, warn, or fail."""

    ignore = "ignore"
    warn = "warn"
    error = "error"
