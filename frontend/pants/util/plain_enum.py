"""Enumerations that cost nothing to import.

`PlainEnum` offers what rules use of `enum.Enum` (members by attribute, by value and by name,
iteration in order, `name` and `value`, identity and hash) without importing that module, for the
few enumerations that every run needs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class PlainEnumMeta(type):
    """Turns the public plain values of the class body into members."""

    _members: dict[str, Any]
    _by_value: dict[Any, Any]

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]
    ) -> PlainEnumMeta:
        members: dict[str, Any] = {}
        body: dict[str, Any] = {}
        for key, value in namespace.items():
            if key.startswith("_") or hasattr(value, "__get__"):
                body[key] = value
            else:
                members[key] = value
        cls = super().__new__(mcs, name, bases, body)
        cls._members = {}
        cls._by_value = {}
        for key, value in members.items():
            member = cls._by_value.get(value)
            if member is None:
                member = object.__new__(cls)
                member.__dict__.update(name=key, value=value, _name_=key, _value_=value)
                cls._by_value[value] = member
            cls._members[key] = member
            type.__setattr__(cls, key, member)
        return cls

    def __call__(cls, value: Any) -> Any:
        if isinstance(value, cls):
            return value
        try:
            return cls._by_value[value]
        except (KeyError, TypeError):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}") from None

    def __iter__(cls) -> Iterator[Any]:
        return iter(cls._by_value.values())

    def __reversed__(cls) -> Iterator[Any]:
        return reversed(list(cls._by_value.values()))

    def __len__(cls) -> int:
        return len(cls._by_value)

    def __getitem__(cls, name: str) -> Any:
        return cls._members[name]

    def __contains__(cls, value: object) -> bool:
        return isinstance(value, cls) or value in cls._by_value

    @property
    def __members__(cls) -> dict[str, Any]:
        return dict(cls._members)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name in cls.__dict__.get("_members", ()):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)


class _PlainEnum(metaclass=PlainEnumMeta):
    """Base of such an enumeration: class attributes that are plain values are its members."""

    if TYPE_CHECKING:
        name: str
        value: Any

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"cannot set {name!r} of {self!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.value,))

    def __copy__(self) -> _PlainEnum:
        return self

    def __deepcopy__(self, memo: object) -> _PlainEnum:
        return self


if TYPE_CHECKING:
    # Type checkers know enumerations well; to them this is one.
    from enum import Enum as PlainEnum
else:
    PlainEnum = _PlainEnum
    PlainEnum.__name__ = PlainEnum.__qualname__ = "PlainEnum"


def is_enum_class(value: object) -> bool:
    """Whether this is an enumeration, of `enum` or of this module."""
    return isinstance(value, type) and hasattr(value, "__members__") and hasattr(value, "__iter__")
