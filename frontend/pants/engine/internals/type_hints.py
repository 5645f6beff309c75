"""Reads annotations, also those whose names are imported for type checkers only."""

from __future__ import annotations

import ast
import builtins
import sys
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pants.engine.internals.module_source import module_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import UnionType


class Namespace:
    """Looks names up in scopes, then in the module, builtins, and its checker-only imports."""

    def __init__(self, module: str, *scopes: Mapping[str, Any]) -> None:
        self.module = module
        self.globals: Mapping[str, Any] = vars(sys.modules[module])
        self.scopes = (*scopes, self.globals, vars(builtins))

    def __getitem__(self, name: str) -> Any:
        for scope in self.scopes:
            if name in scope:
                return scope[name]
        return _typing_only(self.module, name)


def _typing_only(module: str, name: str) -> Any:
    """A name that is imported under `if TYPE_CHECKING:`; KeyError if there is none."""
    for node in _checker_imports(module):
        for alias in node.names:
            if (alias.asname or alias.name) == name and node.module and not node.level:
                from importlib import import_module

                return getattr(import_module(node.module), alias.name)
    raise KeyError(name)


def _checker_imports(module: str) -> Iterator[ast.ImportFrom]:
    tree = module_tree(module)
    if tree is None:
        return
    for node in tree.body:
        if isinstance(node, ast.If):
            for inner in node.body:
                if isinstance(inner, ast.ImportFrom):
                    yield inner


def evaluate(annotation: Any, namespace: Namespace) -> Any:
    """The type that an annotation means, or None if it cannot be told."""
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, {}, namespace)  # type: ignore[arg-type]
    except Exception:
        return None


def return_hint(func: Any) -> Any:
    """What a function is annotated to return, or None."""
    annotations = getattr(func, "__annotations__", None) or {}
    if "return" not in annotations:
        return None
    return evaluate(annotations["return"], namespace_of_function(func))


def namespace_of_function(func: Any) -> Namespace:
    """What annotations in a function may name."""
    closure: dict[str, Any] = {}
    for name, cell in zip(func.__code__.co_freevars, func.__closure__ or ()):
        try:
            closure[name] = cell.cell_contents
        except ValueError:
            continue
    return Namespace(func.__module__, closure, func.__globals__)


def attribute_hint(cls: type, name: str) -> Any:
    """The annotation of an attribute in a class or its bases, evaluated; or None."""
    for base in cls.__mro__:
        annotations = base.__dict__.get("__annotations__")
        known = isinstance(annotations, dict) and base.__module__ in sys.modules
        if known and name in annotations:
            return evaluate(annotations[name], Namespace(base.__module__, vars(base)))
    return None


def without_none(hint: Any) -> Any:
    """`X` for `X | None`; anything else as it is."""
    if is_union_type(hint):
        rest = [arg for arg in get_args(hint) if arg is not type(None)]
        return rest[0] if len(rest) == 1 else hint
    return hint


def is_union_type(hint: Any) -> bool:
    """Whether it is `X | Y`."""
    origin = get_origin(hint)
    return origin is Union or isinstance(hint, _union_type())


def _union_type() -> type[UnionType]:
    return type(int | str)


def class_of(hint: Any) -> type | None:
    """The class of the values that a hint admits, or None if there is not just one."""
    hint = without_none(hint)
    origin = get_origin(hint)
    if isinstance(origin, type):
        return origin
    return hint if isinstance(hint, type) and origin is None else None


def element_hint(hint: Any) -> Any:
    """What iterating over such a value yields, or None."""
    hint = without_none(hint)
    args = get_args(hint)
    origin = get_origin(hint)
    if origin is not None:
        if origin is tuple and len(args) != 2 or origin is tuple and args[1] is not Ellipsis:
            return None
        return args[0] if args else None
    return next(iter(_inherited_args(hint)), None)


def value_hint(hint: Any) -> Any:
    """What looking up a key or an index in such a value yields, or None."""
    hint = without_none(hint)
    args = get_args(hint) or tuple(_inherited_args(hint))
    cls = class_of(hint)
    if cls is not None and hasattr(cls, "keys"):
        return args[1] if len(args) == 2 else None
    return element_hint(hint)


def _inherited_args(cls: Any) -> tuple[Any, ...]:
    if isinstance(cls, type):
        for base in cls.__mro__:
            for alias in base.__dict__.get("__orig_bases__", ()):
                args = get_args(alias)
                if args:
                    namespace = Namespace(base.__module__)
                    return tuple(evaluate(arg, namespace) for arg in args)
    return ()
