"""Class-level properties, singletons and other helpers about classes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Generic, TypeVar

    T = TypeVar("T")

    class _Base(Generic[T]):
        pass
else:

    class _Base:
        """Accepts the subscript that annotations write: `ClassPropertyDescriptor[str]`."""

        def __class_getitem__(cls, item: object) -> type:
            return cls


class SingletonMetaclass(type):
    """A class with this metaclass has one instance, made at the first call."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        try:
            return cls.__dict__["_singleton"]
        except KeyError:
            pass
        import threading

        lock = _LOCKS.setdefault(cls, threading.RLock())
        with lock:
            if "_singleton" not in cls.__dict__:
                type.__setattr__(cls, "_singleton", super().__call__(*args, **kwargs))
        return cls.__dict__["_singleton"]


_LOCKS: dict[type, Any] = {}


class ClassPropertyDescriptor(_Base):  # type: ignore[type-arg]
    """A property of the class: read through the class or an instance, it calls `fget(cls)`."""

    def __init__(self, fget: Any, doc: str | None = None) -> None:
        self.fget = fget
        self.__doc__ = doc if doc is not None else getattr(fget, "__doc__", None)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        if owner is None:
            owner = type(instance)
        fget = self.fget
        if getattr(fget, "__isabstractmethod__", False):
            name = _name_of(fget)
            raise TypeError(
                f"The classproperty '{name}' in type '{owner.__name__}' was an abstractproperty, "
                f"meaning that type {owner.__name__} must override it by setting it as a variable "
                "in the class body or defining a method with an @classproperty decorator."
            )
        if isinstance(fget, (classmethod, staticmethod)):
            return fget.__get__(None, owner)()
        return fget(owner)


def _name_of(fget: Any) -> str:
    inner = getattr(fget, "fget", None) or getattr(fget, "__func__", None) or fget
    return getattr(inner, "__name__", "<unnamed>")


def classproperty(func: Callable[[Any], Any]) -> Any:
    """Make a method of the class a property of the class."""
    return ClassPropertyDescriptor(func)


def decorated_type_checkable(decorator: Callable[..., Any]) -> Callable[..., Any]:
    """Give a class decorator the methods `define_instance_of` and `is_instance`.

    The decorated types carry a mark naming the decorator, which `is_instance` looks for.
    """
    mark = f"_{decorator.__name__}_type"

    def define_instance_of(obj: type, **kwargs: Any) -> type:
        setattr(obj, mark, obj)
        for name, value in kwargs.items():
            setattr(obj, name, value)
        return obj

    def is_instance(obj: Any) -> bool:
        return isinstance(obj, type) and getattr(obj, mark, None) is obj

    decorator.define_instance_of = define_instance_of  # type: ignore[attr-defined]
    decorator.is_instance = is_instance  # type: ignore[attr-defined]
    return decorator
