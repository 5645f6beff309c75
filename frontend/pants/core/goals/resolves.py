"""Tools that can be pinned by a lockfile or exported as an executable."""

from __future__ import annotations

from pants.engine.unions import union
from pants.util.plain_enum import PlainEnum


class ExportMode(PlainEnum):
    """What `export` makes of a tool."""

    resolve = "resolve"
    binary = "binary"


@union
class ExportableTool:
    """A subsystem whose tool `export` and `generate-lockfiles` know by its options' scope."""

    options_scope: str
    export_mode: ExportMode = ExportMode.resolve

    @classmethod
    def help_for_generate_lockfile_with_default_location(cls, resolve_name: str) -> str:
        """The sentence for a user who asks for a lockfile that has no place yet."""
        return (
            f"The tool `{resolve_name}` uses a lockfile that comes with it. To have one of your "
            f"own, install the tool from one of your resolves: set "
            f"`[{resolve_name}].install_from_resolve`."
        )
