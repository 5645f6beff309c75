"""Config files of tools: which to look for, and what to do with files that none covers."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pants.engine.fs import Snapshot


class OrphanFilepathConfigBehavior(PlainEnum):
    """What a tool does with files that no config file of its own covers."""

    IGNORE = "ignore"
    ERROR = "error"
    WARN = "warn"


class ConfigFiles(Record):
    """The config files that were found."""

    snapshot: Snapshot


class ConfigFilesRequest(Record):
    """Asks for the config files of a tool.

    Files that the user names in an option are used as they are. Otherwise, with `discovery`, those
    of `check_existence` that exist are, and those of `check_content` that hold the given bytes.
    """

    specified: tuple[str, ...]
    specified_option_name: str | None
    discovery: bool
    check_existence: tuple[str, ...]
    check_content: FrozenDict[str, bytes]

    def __init__(
        self,
        *,
        specified: str | Iterable[str] | None = None,
        specified_option_name: str | None = None,
        discovery: bool = False,
        check_existence: Iterable[str] = (),
        check_content: Mapping[str, bytes] | None = None,
    ) -> None:
        if isinstance(specified, str):
            specified = (specified,)
        self._fill(
            specified=tuple(specified or ()),
            specified_option_name=specified_option_name,
            discovery=discovery,
            check_existence=tuple(sorted(check_existence)),
            check_content=FrozenDict(check_content or {}),
        )
