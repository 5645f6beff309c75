"""What tools do with files that no config file of theirs covers."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum


class OrphanFilepathConfigBehavior(PlainEnum):
    IGNORE = "ignore"
    ERROR = "error"
    WARN = "warn"
