"""Values that the fields of `adhoc_tool` and the shell commands can have."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum


class PathEnvModifyMode(PlainEnum):
    """Where the folder with the command's tools goes in `PATH`."""

    PREPEND = "prepend"
    APPEND = "append"
    OFF = "off"
