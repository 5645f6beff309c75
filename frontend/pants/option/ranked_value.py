"""Where a value came from, which decides whether it wins."""

from __future__ import annotations

from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Rank:
    """A place that values come from; a higher one wins over a lower one."""

    __slots__ = ("_name_", "_value_")

    NONE: Rank
    HARDCODED: Rank
    CONFIG_DEFAULT: Rank
    CONFIG: Rank
    ENVIRONMENT: Rank
    FLAG: Rank

    def __init__(self, name: str, value: int) -> None:
        self._name_ = name
        self._value_ = value

    @property
    def name(self) -> str:
        """The name of the rank."""
        return self._name_

    @property
    def value(self) -> int:
        """The order of the rank."""
        return self._value_

    @classmethod
    def of(cls, value: int) -> Rank:
        """The rank with this order."""
        return _RANKS[value]

    def __lt__(self, other: Rank) -> bool:
        return self._value_ < other._value_

    def __le__(self, other: Rank) -> bool:
        return self._value_ <= other._value_

    def __gt__(self, other: Rank) -> bool:
        return self._value_ > other._value_

    def __ge__(self, other: Rank) -> bool:
        return self._value_ >= other._value_

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rank) and other._value_ == self._value_

    def __hash__(self) -> int:
        return hash(self._value_)

    def __repr__(self) -> str:
        return f"Rank.{self._name_}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Rank.of, (self._value_,))


_NAMES = ("NONE", "HARDCODED", "CONFIG_DEFAULT", "CONFIG", "ENVIRONMENT", "FLAG")
_RANKS = tuple(Rank(name, order) for order, name in enumerate(_NAMES))
for _rank in _RANKS:
    setattr(Rank, _rank.name, _rank)


class RankedValue(Record):
    """A value, its rank, and a note on its origin."""

    rank: Rank
    value: Any
    details: str | None = None
