"""One declaration that stands for several targets: `parametrize(...)` in BUILD files."""

from __future__ import annotations

from pants.build_graph.address import BANNED_CHARS_IN_PARAMETERS
from pants.engine.addresses import Address
from pants.engine.collection import Collection
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.internals.native_engine import FrozenDict, Target
from pants.util.record import Hidden, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

#: What the key of a group starts with in the fields of a declaration.
_GROUP_KEY = "parametrize_"


class Parametrize:
    """Values for a field, each of which makes a target of its own.

    `parametrize("a", "b")` names the targets by their values, `parametrize(x=1, y=2)` by the
    keywords. `**parametrize("group", field1=..., field2=...)` sets several fields together.
    """

    __slots__ = ("args", "kwargs")

    class _Error(Exception):
        """The arguments cannot be used."""

    def __init__(self, *args: str, **kwargs: Any) -> None:
        self.args = args
        self.kwargs = FrozenDict.deep_freeze(kwargs)

    @property
    def is_group(self) -> bool:
        """Whether it may be a group: one name, and fields."""
        return len(self.args) == 1 and bool(self.kwargs)

    @property
    def group_name(self) -> str:
        """The name of the group."""
        if not self.is_group:
            raise self._Error(f"A group has one name and some fields, unlike {self}.")
        name = self.args[0]
        if not isinstance(name, str):
            raise self._Error(f"The name of a group must be a string, not {name!r} in {self}.")
        _check_characters(self, name, "name of a group")
        return name

    # `**parametrize("group", ...)` reads these two.

    def keys(self) -> tuple[str, ...]:
        """The key under which a declaration holds the group."""
        return (f"{_GROUP_KEY}{self.group_name}",)

    def __getitem__(self, key: str) -> Parametrize:
        if isinstance(key, str) and key.startswith(_GROUP_KEY):
            return self
        raise KeyError(key)

    def to_parameters(self) -> dict[str, Any]:
        """The values by the names that addresses have for them."""
        result: dict[str, Any] = {}
        for value in self.args:
            if not isinstance(value, str):
                raise self._Error(
                    f"In {self}: only a string can go without a name, not `{value!r}`, of type "
                    f"{type(value).__name__}: parametrize(name=value)."
                )
            if value in result:
                raise self._Error(f"In {self}: the argument `{value}` is given twice.")
            _check_characters(self, value, "positional argument")
            result[value] = value
        for name, value in self.kwargs.items():
            if name in result:
                raise self._Error(
                    f"In {self}: `{name}` is both a positional argument and a keyword."
                )
            result[name] = value
        return result

    @staticmethod
    def expand(
        address: Address, fields: Mapping[str, Any]
    ) -> Iterator[tuple[Address, dict[str, Any]]]:
        """The address and the fields of each target that a declaration stands for."""
        try:
            groups = [v for k, v in fields.items() if _is_group_key(k, v)]
            plain = {k: v for k, v in fields.items() if not _is_group_key(k, v)}
            if not groups:
                yield from _expand_fields(address, plain)
                return
            seen = set()
            for group in groups:
                name = group.group_name
                if name in seen:
                    raise Parametrize._Error(f"The group `{name}` is given twice.")
                seen.add(name)
                own = {**plain, **group.kwargs}
                yield from _expand_fields(address.parametrize({"parametrize": name}), own)
        except Parametrize._Error as e:
            raise Exception(f"Failed to parametrize `{address}`:\n  {e}") from e

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args and self.kwargs == other.kwargs

    def __hash__(self) -> int:
        return hash((self.args, self.kwargs))

    def __repr__(self) -> str:
        shown = [str(arg) for arg in self.args]
        shown += [f"{name}={value}" for name, value in self.kwargs.items()]
        return f"parametrize({', '.join(shown)})"


def _is_group_key(key: str, value: object) -> bool:
    return key.startswith(_GROUP_KEY) and isinstance(value, Parametrize)


def _check_characters(parametrize: Parametrize, text: str, what: str) -> None:
    banned = [c for c in text if c in BANNED_CHARS_IN_PARAMETERS]
    if banned:
        shown = ", ".join(f"`{c}`" for c in dict.fromkeys(banned))
        raise Parametrize._Error(
            f"In {parametrize}: the {what} `{text}` contains {shown}, which addresses cannot have. "
            "Give the value a name: parametrize(name=value)."
        )


def _expand_fields(
    address: Address, fields: Mapping[str, Any]
) -> Iterator[tuple[Address, dict[str, Any]]]:
    from itertools import product

    parametrized = []
    for field, value in sorted(fields.items()):
        if isinstance(value, Parametrize):
            parametrized.append(
                [(field, alias, choice) for alias, choice in value.to_parameters().items()]
            )
    if not parametrized:
        yield address, dict(fields)
        return
    for choices in product(*parametrized):
        names = {field: alias for field, alias, _ in choices}
        values = {field: choice for field, _, choice in choices}
        yield address.parametrize(names), {**fields, **values}


# -- what a declaration stands for ----------------------------------------------------------------


class _TargetParametrizationsRequest(Record, EngineAwareParameter):
    """Asks for all targets that one declaration stands for."""

    address: Address
    description_of_origin: str = Hidden()

    def __post_init__(self) -> None:
        if self.address.is_parametrized or self.address.is_generated_target:
            raise ValueError(
                f"Asked for the parametrizations of {self.address}, which is one of them: the "
                "address must be that of a declaration."
            )

    def debug_hint(self) -> str:
        """The address."""
        return self.address.spec


class _TargetParametrization(Record):
    """One of the targets of a declaration, and what it generates, by address."""

    original_target: Target | None
    parametrization: FrozenDict[Address, Target]

    @property
    def all(self) -> Iterator[Target]:
        """The target and what it generates."""
        if self.original_target is not None and (
            self.original_target.address not in self.parametrization
        ):
            yield self.original_target
        yield from self.parametrization.values()

    def get(self, address: Address) -> Target | None:
        """The target at an address."""
        if self.original_target is not None and self.original_target.address == address:
            return self.original_target
        return self.parametrization.get(address)


class _TargetParametrizations(Collection[_TargetParametrization]):
    """All targets that one declaration stands for."""

    @property
    def all(self) -> Iterator[Target]:
        """All of them, and what they generate."""
        for parametrization in self:
            yield from parametrization.all

    @property
    def parametrizations(self) -> dict[Address, Target]:
        """All but generators, by address."""
        return {
            address: target
            for parametrization in self
            for address, target in parametrization.parametrization.items()
        }

    def generated_or_generator(self, maybe_generator: Address) -> Iterator[Target]:
        """What the target at the address generates, or the target itself."""
        for parametrization in self:
            original = parametrization.original_target
            if original is not None and original.address == maybe_generator:
                yield from parametrization.parametrization.values() or (original,)
                return

    def get(self, address: Address) -> Target | None:
        """The target at an address."""
        for parametrization in self:
            found = parametrization.get(address)
            if found is not None:
                return found
        return None

    def get_all_superset_targets(self, address: Address) -> Iterator[Address]:
        """The addresses that have at least the parameters of the given one."""
        for target in self.all:
            if _is_superset(target.address, address):
                yield target.address


def _is_superset(candidate: Address, address: Address) -> bool:
    return (
        candidate.spec_path == address.spec_path
        and candidate.target_name == address.target_name
        and candidate.relative_file_path == address.relative_file_path
        and candidate.generated_name == address.generated_name
        and all(candidate.parameters.get(k) == v for k, v in address.parameters.items())
    )
