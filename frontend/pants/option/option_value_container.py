"""The values of the options of one scope."""

from __future__ import annotations

from pants.option.ranked_value import Rank, RankedValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


class OptionValueContainer:
    """Values by name: as attributes, as items, and with where they came from.

    Made from ranked values, or by `for_scope`, which asks the engine for a value when it is first
    needed and keeps it.
    """

    def __init__(self, value_map: Mapping[str, RankedValue]) -> None:
        self._values = dict(value_map)
        self._scope: str | None = None

    @classmethod
    def for_scope(cls, scope: str) -> OptionValueContainer:
        """The values that the current run has for a scope."""
        container = cls({})
        container._scope = scope
        return container

    def _ranked(self, key: str) -> RankedValue:
        found = self._values.get(key)
        if found is None:
            if self._scope is None:
                raise AttributeError(f"There is no option `{key}` here.")
            from pants.engine.internals.native_engine import options_value

            try:
                value, rank, details = options_value(self._scope, key)
            except (LookupError, AttributeError) as e:
                where = f"[{self._scope}]" if self._scope else "[GLOBAL]"
                raise AttributeError(f"{where} has no option `{key}`.") from e
            found = RankedValue(Rank.of(rank) if isinstance(rank, int) else rank, value, details)
            self._values[key] = found
        return found

    def _names(self) -> list[str]:
        if self._scope is not None:
            from pants.engine.internals.native_engine import options_names

            return list(options_names(self._scope))
        return list(self._values)

    def get_explicit_keys(self) -> list[str]:
        """The options that the user set on the command line."""
        return [key for key in self._names() if self.is_flagged(key)]

    def get_rank(self, key: str) -> Rank:
        """Where the value came from."""
        return self._ranked(key).rank

    def is_flagged(self, key: str) -> bool:
        """Whether the value is from the command line."""
        return self.get_rank(key) == Rank.FLAG

    def is_default(self, key: str) -> bool:
        """Whether nobody set the option."""
        return self.get_rank(key) in (Rank.NONE, Rank.HARDCODED)

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or the default for an unknown option."""
        try:
            return getattr(self, key)
        except AttributeError:
            return default

    def as_dict(self) -> dict[str, Any]:
        """All values by name."""
        return {key: self._ranked(key).value for key in self._names()}

    def __getitem__(self, key: str) -> Any:
        return getattr(self, key)

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        return self._ranked(key).value

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self.to_ranked() == other.to_ranked()

    def to_ranked(self) -> dict[str, RankedValue]:
        """All values with their ranks."""
        return {key: self._ranked(key) for key in self._names()}

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.to_ranked()!r})"


class OptionValueContainerBuilder:
    """Collects values, keeping of each option the one of the highest rank."""

    def __init__(self, value_map: dict[str, RankedValue] | None = None) -> None:
        self._value_map = dict(value_map or {})

    def update(self, other: OptionValueContainerBuilder) -> None:
        """Take over values whose rank is at least that of ours."""
        for key, value in other._value_map.items():
            self._set(key, value)

    def _set(self, key: str, value: RankedValue) -> None:
        existing = self._value_map.get(key)
        if existing is None or existing.rank <= value.rank:
            self._value_map[key] = value

    def __setattr__(self, key: str, value: Any) -> None:
        if key.startswith("_"):
            super().__setattr__(key, value)
        elif not isinstance(value, RankedValue):
            raise AttributeError("Only a RankedValue can be set here.")
        else:
            self._set(key, value)

    def build(self) -> OptionValueContainer:
        """The collected values."""
        return OptionValueContainer(self._value_map)
