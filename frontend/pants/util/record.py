"""Immutable records that need no code generation.

A subclass of `Record` lists its fields as annotations, like a frozen dataclass does::

    class Answer(Record):
        text: str
        certain: bool = True

Nothing happens when such a class is created: the fields are collected from the annotations the
first time that an instance is made or compared, and one set of methods serves all of them. To
anybody who asks, a record is a frozen dataclass: `dataclasses.fields`, `replace`, `asdict` and
`is_dataclass` work on it, and a subclass may be decorated with `@dataclass(frozen=True)`.

A subclass may write its own `__init__`, and fills the fields with `self._fill(name=value, ...)`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """At run time the hint for type checkers changes nothing."""
        return lambda cls: cls


_REQUIRED = object()


class _Factory:
    """A default that is made anew for each instance."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


class _Hidden:
    """A field that takes no part in comparison, hash and repr."""

    __slots__ = ("default",)

    def __init__(self, default: Any = _REQUIRED) -> None:
        self.default = default


def Factory(make: Callable[[], Any]) -> Any:  # noqa: N802 - it stands for a kind of field
    """A default that is made anew for each instance: `items: list[str] = Factory(list)`."""
    return _Factory(make)


def Hidden(default: Any = _REQUIRED) -> Any:  # noqa: N802
    """A field that takes no part in comparison, hash and repr: `origin: str = Hidden()`."""
    return _Hidden(default)


class _Fields:
    """The fields of one record class, in order."""

    __slots__ = ("names", "defaults", "compared", "annotations")

    def __init__(
        self,
        names: tuple[str, ...],
        defaults: dict[str, Any],
        compared: tuple[str, ...],
        annotations: dict[str, Any],
    ) -> None:
        self.names = names
        self.defaults = defaults
        self.compared = compared
        self.annotations = annotations


def _is_class_variable(annotation: Any) -> bool:
    text = annotation if isinstance(annotation, str) else str(annotation)
    head = text.partition("[")[0]
    return head.rpartition(".")[2] == "ClassVar"


def _own_fields(cls: type) -> dict[str, Any]:
    """The annotations of one class (not of its bases) that are fields."""
    annotations = cls.__dict__.get("__annotations__")
    if not annotations:
        return {}
    return {name: a for name, a in annotations.items() if not _is_class_variable(a)}


def _collect(cls: type) -> _Fields:
    annotations: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    hidden: set[str] = set()
    for base in reversed(cls.__mro__):
        if not issubclass(base, Record):
            continue
        own = _own_fields(base)
        for name, annotation in own.items():
            annotations[name] = annotation
            if name not in base.__dict__:
                defaults.pop(name, None)
        # A subclass may give a default to an inherited field without annotating it again.
        for name in annotations:
            if name in base.__dict__:
                value = base.__dict__[name]
                if hasattr(value, "__get__") and name not in own:
                    # A property or method of that name takes the place of the field.
                    continue
                if isinstance(value, _Hidden):
                    hidden.add(name)
                    value = value.default
                    if value is _REQUIRED:
                        defaults.pop(name, None)
                        continue
                defaults[name] = value
    names = tuple(annotations)
    compared = tuple(name for name in names if name not in hidden)
    return _Fields(names, defaults, compared, annotations)


def fields_of(cls: type) -> _Fields:
    """The collected fields of a record class."""
    found = cls.__dict__.get("_record_fields")
    if found is None:
        found = _collect(cls)
        type.__setattr__(cls, "_record_fields", found)
    return found


class _DataclassFields:
    """Serves `__dataclass_fields__`, which only the module `dataclasses` asks for."""

    def __get__(self, instance: object, owner: type) -> Mapping[str, Any]:
        import dataclasses

        collected = fields_of(owner)
        result = {}
        for name in collected.names:
            default = collected.defaults.get(name, dataclasses.MISSING)
            compare = name in collected.compared
            if isinstance(default, _Factory):
                field = dataclasses.field(
                    default_factory=default.make, compare=compare, repr=compare
                )
            else:
                # A default that is a `dataclasses.Field` would be unpacked; ours never are.
                field = dataclasses.Field(
                    default, dataclasses.MISSING, True, compare, None, compare, None, False
                )
            field.name = name
            field.type = collected.annotations[name]
            field._field_type = dataclasses._FIELD  # type: ignore[attr-defined]
            result[name] = field
        return result


class _DataclassParams:
    """Serves `__dataclass_params__`: what `@dataclass(frozen=True)` would have left."""

    def __get__(self, instance: object, owner: type) -> object:
        import dataclasses

        made = owner.__dict__.get("_record_params")
        if made is None:

            @dataclasses.dataclass(frozen=True)
            class Model:
                pass

            made = Model.__dataclass_params__
            type.__setattr__(owner, "_record_params", made)
        return made


def _refuse(instance: object, name: str, verb: str) -> AttributeError:
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError(f"cannot {verb} field {name!r} of {type(instance).__name__}")


@dataclass_transform(frozen_default=True, field_specifiers=(Factory, Hidden))
class Record:
    """Base of immutable records; see the module's text."""

    if not TYPE_CHECKING:
        __dataclass_fields__ = _DataclassFields()
        __dataclass_params__ = _DataclassParams()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fields = fields_of(type(self))
        names = fields.names
        values = self.__dict__
        if len(args) == len(names) and not kwargs:
            values.update(zip(names, args))
        else:
            _bind(self, fields, args, kwargs)
        post_init = getattr(self, "__post_init__", None)
        if post_init is not None:
            post_init()

    def _fill(self, **values: Any) -> None:
        """Set fields from an `__init__` of one's own; those left out get their defaults."""
        _bind(self, fields_of(type(self)), (), values)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        cls = type(self)
        if type(other) is not cls:
            return NotImplemented
        mine, theirs = self.__dict__, other.__dict__
        return all(mine[name] == theirs[name] for name in fields_of(cls).compared)

    def __hash__(self) -> int:
        values = self.__dict__
        return hash(tuple([values[name] for name in fields_of(type(self)).compared]))

    def __repr__(self) -> str:
        cls = type(self)
        values = self.__dict__
        shown = ", ".join(f"{name}={values.get(name)!r}" for name in fields_of(cls).compared)
        return f"{cls.__qualname__}({shown})"

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: Any) -> None:
            raise _refuse(self, name, "assign to")

        def __delattr__(self, name: str) -> None:
            raise _refuse(self, name, "delete")


def _bind(record: Record, fields: _Fields, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    names, defaults = fields.names, fields.defaults
    cls_name = type(record).__name__
    if len(args) > len(names):
        raise TypeError(
            f"{cls_name}() takes at most {len(names)} positional arguments, got {len(args)}"
        )
    values = record.__dict__
    values.update(zip(names, args))
    given = len(kwargs)
    missing = []
    for name in names[: len(args)]:
        if name in kwargs:
            raise TypeError(f"{cls_name}() got multiple values for argument {name!r}")
    for name in names[len(args) :]:
        if name in kwargs:
            values[name] = kwargs[name]
            given -= 1
        elif name in defaults:
            default = defaults[name]
            values[name] = default.make() if isinstance(default, _Factory) else default
        else:
            missing.append(name)
    if given:
        unknown = next(name for name in kwargs if name not in names)
        raise TypeError(f"{cls_name}() got an unexpected keyword argument {unknown!r}")
    if missing:
        raise TypeError(f"{cls_name}() misses the arguments: {', '.join(missing)}")
