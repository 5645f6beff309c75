"""Variables of the environment, and subsets of them."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict
from pants.util.record import Record
from pants.util.strutil import help_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXTRA_ENV_VARS_USAGE_HELP = help_text(
    """
    Each entry is either `NAME=value`, which sets a variable, or `NAME`, which hands on the
    variable with the value that it has where Pants was started. A `*` at the end of a name, or a
    pattern such as `GIT_[AC]*`, hands on all variables whose names match.
    """
)

_NAME_START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
_NAME = _NAME_START | frozenset("0123456789")


class EnvironmentVars(FrozenDict):
    """Variables by name."""


class CompleteEnvironmentVars(FrozenDict):
    """All variables of an environment by name."""

    def get_subset(
        self, requested: Iterable[str], *, allowed: Iterable[str] | None = None
    ) -> FrozenDict[str, str]:
        """The variables that the entries name; see `EXTRA_ENV_VARS_USAGE_HELP` for the syntax."""
        limit = None if allowed is None else frozenset(allowed)
        result: dict[str, str] = {}
        for entry in requested:
            name, equals, value = entry.partition("=")
            if equals and _is_name(name):
                if limit is None or name in limit:
                    result[name] = value
                continue
            if equals:
                raise ValueError(f"`{entry}` does not set a variable: `{name}` is not a name.")
            for found in self._matching(entry):
                if limit is None or found in limit:
                    result[found] = self[found]
        return FrozenDict(sorted(result.items()))

    def _matching(self, pattern: str) -> Iterator[str]:
        if _is_name(pattern):
            if pattern in self:
                yield pattern
            return
        if not any(c in pattern for c in "*?["):
            raise ValueError(f"`{pattern}` is not the name of a variable, nor a pattern of names.")
        from fnmatch import fnmatchcase

        for name in self:
            if fnmatchcase(name, pattern):
                yield name


def _is_name(text: str) -> bool:
    return bool(text) and text[0] in _NAME_START and all(c in _NAME for c in text)


class EnvironmentVarsRequest(Record):
    """Asks for some variables of the environment, with the syntax of `get_subset`.

    If `allowed` is given, no others are handed out, whatever is requested.
    """

    requested: tuple[str, ...]
    allowed: tuple[str, ...] | None

    def __init__(self, requested: Iterable[str], *, allowed: Iterable[str] | None = None) -> None:
        self._fill(
            requested=tuple(sorted(requested)),
            allowed=None if allowed is None else tuple(sorted(allowed)),
        )


class PathEnvironmentVariable(tuple):  # type: ignore[type-arg]
    """The folders of the search path for executables."""
