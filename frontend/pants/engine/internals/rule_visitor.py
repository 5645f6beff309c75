"""Finds the calls of rules in the body of a rule.

The graph of rules is solved before any rule runs, so the calls are read off the source: each call
whose callee is a rule, with the number of positional arguments and the types of what is passed by
`**implicitly(...)`. Calls of other async functions are followed into their bodies.

The types of values are inferred as far as calls need it: by annotations of parameters, of return
values and of attributes, and by what was assigned to a name before. A value is one of

    Known(x)      an object that is there at import: a class, a function, a module, a constant
    Of(hint)      some instance of a type
    Several([..]) a tuple of values, as `concurrently(a, b)` gives
    Each(v)       a sequence of values like v
    None          anything
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pants.base.exceptions import RuleTypeError
from pants.engine.internals.module_source import function_node, release_module_scans
from pants.engine.internals.type_hints import (
    Namespace,
    attribute_hint,
    class_of,
    element_hint,
    evaluate,
    namespace_of_function,
    return_hint,
    value_hint,
    without_none,
)
from pants.util.record import Hidden, Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FunctionType

__all__ = ("AwaitableConstraints", "collect_awaitables", "release_module_scans")

_CO_COROUTINE = 0x80


class AwaitableConstraints(Record):
    """A call of a rule in the body of another."""

    rule_id: str
    output_type: type
    explicit_args_arity: int
    input_types: tuple[type, ...]
    polymorphic: bool = Hidden(default=False)

    def __repr__(self) -> str:
        inputs = ", ".join(t.__name__ for t in self.input_types)
        return (
            f"{self.rule_id}({self.explicit_args_arity} args, implicitly ({inputs})) -> "
            f"{self.output_type.__name__}"
        )


class Known:
    """An object that is there at import."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class Of:
    """Some instance of a type."""

    __slots__ = ("hint",)

    def __init__(self, hint: Any) -> None:
        self.hint = without_none(hint)


class Several:
    """A tuple of values."""

    __slots__ = ("items",)

    def __init__(self, items: list[Any]) -> None:
        self.items = items


class Each:
    """A sequence of values that are alike."""

    __slots__ = ("item",)

    def __init__(self, item: Any) -> None:
        self.item = item


class _Method:
    """A function and the instance or class that it is called on."""

    __slots__ = ("func", "receiver")

    def __init__(self, func: Any, receiver: Any) -> None:
        self.func = func
        self.receiver = receiver


#: Functions being looked into, so that recursion ends; and those that were.
_cache: dict[Any, tuple[AwaitableConstraints, ...]] = {}


def collect_awaitables(func: Any) -> list[AwaitableConstraints]:
    """The calls of rules in a function and in the async functions that it calls, each once."""
    func = getattr(func, "__func__", func)
    return list(dict.fromkeys(_collect(func, None, ())))


def _collect(
    func: FunctionType, receiver: Any, active: tuple[Any, ...]
) -> Iterable[AwaitableConstraints]:
    key = (func, class_of(receiver.hint) if isinstance(receiver, Of) else None)
    if key in _cache:
        return _cache[key]
    if key in active:
        return ()
    node = function_node(func)
    if node is None:
        raise ValueError(
            f"The source of {func.__module__}.{func.__qualname__} is not there: the rules that it "
            "calls cannot be found."
        )
    visitor = _Visitor(func, node, receiver, (*active, key))
    visitor.visit_body(node.body)
    found = tuple(visitor.found)
    # A result that left out a function being looked into is not final.
    if not visitor.cut_short or not active:
        _cache[key] = found
    return found


def forget() -> None:
    """Drop what was found, for tests that define functions anew."""
    _cache.clear()


class _Visitor(ast.NodeVisitor):
    """Walks through one function in the order of its source."""

    def __init__(
        self,
        func: FunctionType,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        receiver: Any,
        active: tuple[Any, ...],
    ) -> None:
        self.func = func
        self.active = active
        self.found: list[AwaitableConstraints] = []
        self.cut_short = False
        self.namespace: Namespace = namespace_of_function(func)
        self.locals: dict[str, Any] = {}
        self._bind_parameters(node, receiver)

    def _bind_parameters(self, node: ast.FunctionDef | ast.AsyncFunctionDef, receiver: Any) -> None:
        args = node.args
        for index, arg in enumerate((*args.posonlyargs, *args.args, *args.kwonlyargs)):
            if arg.annotation is not None:
                self.locals[arg.arg] = self._hint(arg.annotation)
            elif index == 0 and receiver is not None:
                self.locals[arg.arg] = receiver

    def _hint(self, annotation: ast.expr) -> Any:
        found = evaluate(ast.unparse(annotation), self.namespace)
        return None if found is None else Of(found)

    def visit_body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self.visit(statement)

    # -- statements that give names values -------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:  # noqa: N802
        self.visit(node.value)
        value = self.value_of(node.value)
        for target in node.targets:
            self.bind(target, value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:  # noqa: N802
        if node.value is not None:
            self.visit(node.value)
        self.bind(node.target, self._hint(node.annotation))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:  # noqa: N802
        self.visit(node.value)
        self.bind(node.target, self.value_of(node.value))

    def _visit_for(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.bind(node.target, self.element_of(self.value_of(node.iter)))
        self.visit_body(node.body)
        self.visit_body(node.orelse)

    visit_For = visit_AsyncFor = _visit_for  # noqa: N815

    def _visit_comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        for generator in node.generators:
            self.visit(generator.iter)
            self.bind(generator.target, self.element_of(self.value_of(generator.iter)))
            for condition in generator.ifs:
                self.visit(condition)
        if isinstance(node, ast.DictComp):
            self.visit(node.key)
            self.visit(node.value)
        else:
            self.visit(node.elt)

    visit_ListComp = visit_SetComp = _visit_comprehension  # noqa: N815
    visit_GeneratorExp = visit_DictComp = _visit_comprehension  # noqa: N815

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function inside: its body counts as part of this one."""
        self._bind_parameters(node, None)
        self.visit_body(node.body)
        if node.returns is not None:
            self.locals[node.name] = _LocalFunction(self._hint(node.returns))

    visit_FunctionDef = visit_AsyncFunctionDef = _visit_function  # noqa: N815

    def bind(self, target: ast.expr, value: Any) -> None:
        """Remember what a name stands for from here on."""
        if isinstance(target, ast.Name):
            if value is not None or target.id not in self.locals:
                self.locals[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            for element, part in zip(target.elts, self._parts(value, len(target.elts))):
                self.bind(element, part)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, None)

    def _parts(self, value: Any, count: int) -> list[Any]:
        if isinstance(value, Several) and len(value.items) == count:
            return value.items
        if isinstance(value, Of):
            args = get_args(value.hint)
            if get_origin(value.hint) is tuple and len(args) == count and Ellipsis not in args:
                return [Of(arg) for arg in args]
        return [self.element_of(value)] * count

    def element_of(self, value: Any) -> Any:
        """What iterating over a value yields."""
        if isinstance(value, Each):
            return value.item
        if isinstance(value, Several):
            return value.items[0] if value.items else None
        if isinstance(value, Of):
            hint = element_hint(value.hint)
            return None if hint is None else Of(hint)
        return None

    # -- calls -----------------------------------------------------------------------------------

    def visit_Call(self, node: ast.Call) -> None:  # noqa: N802
        callee = self.value_of(node.func)
        rule_id = self._rule_id(callee)
        if rule_id is not None:
            self.found.append(self._awaitable(node, callee, rule_id))
        else:
            self._follow(callee)
        self.generic_visit(node)

    def _rule_id(self, callee: Any) -> str | None:
        target = callee.func if isinstance(callee, _Method) else getattr(callee, "value", None)
        if target is None or isinstance(target, type):
            return None
        task = getattr(target, "rule", None)
        if task is not None and hasattr(task, "canonical_name"):
            return task.canonical_name  # type: ignore[no-any-return]
        return None

    def _follow(self, callee: Any) -> None:
        func, receiver = self._function(callee)
        if func is None or not func.__code__.co_flags & _CO_COROUTINE:
            return
        key = (func, class_of(receiver.hint) if isinstance(receiver, Of) else None)
        if key in self.active:
            self.cut_short = True
            return
        self.found.extend(_collect(func, receiver, self.active))

    def _function(self, callee: Any) -> tuple[Any, Any]:
        if isinstance(callee, _Method):
            return _plain_function(callee.func), callee.receiver
        if isinstance(callee, Known):
            receiver = getattr(callee.value, "__self__", None)
            of = Of(receiver) if isinstance(receiver, type) else None
            return _plain_function(callee.value), of
        return None, None

    def _awaitable(self, node: ast.Call, callee: Any, rule_id: str) -> AwaitableConstraints:
        inputs: tuple[type, ...] = ()
        for keyword in node.keywords:
            implicit = keyword.value
            is_implicitly = (
                keyword.arg is None
                and isinstance(implicit, ast.Call)
                and _is_named(implicit.func, "implicitly")
            )
            if not is_implicitly or len(node.keywords) != 1:
                raise ValueError(
                    f"Invalid call. {self._where(node)}: Expected an `**implicitly(..)` "
                    "application as the only keyword input."
                )
            assert isinstance(implicit, ast.Call)
            inputs = self._implicit_types(implicit)
        target = callee.func if isinstance(callee, _Method) else callee.value
        task = target.rule
        return AwaitableConstraints(
            rule_id, task.output_type, len(node.args), inputs, task.polymorphic
        )

    def _implicit_types(self, node: ast.Call) -> tuple[type, ...]:
        types: list[type] = []
        for argument in node.args:
            if isinstance(argument, ast.Dict):
                types.extend(self._declared_type(value) for value in argument.values)
            else:
                types.append(self._type_of_value(argument))
        return tuple(types)

    def _declared_type(self, node: ast.expr) -> type:
        value = self.value_of(node)
        if isinstance(value, Known):
            if isinstance(value.value, type):
                return value.value
            raise self._error(
                node, f"Expected a type, but got: {type(value.value).__name__} {value.value!r}"
            )
        if isinstance(value, Of):
            # A variable annotated `type[X]` holds X or a subclass of it.
            args = get_args(value.hint)
            if get_origin(value.hint) is type and args and isinstance(args[0], type):
                return args[0]
        raise self._unresolved(node)

    def _type_of_value(self, node: ast.expr) -> type:
        value = self.value_of(node)
        if isinstance(value, Of):
            found = class_of(value.hint)
            if found is not None and get_origin(value.hint) is not type:
                return found
        elif isinstance(value, Known) and not isinstance(value.value, type):
            return type(value.value)
        raise self._unresolved(node)

    def _where(self, node: ast.AST) -> str:
        return f"{self.func.__code__.co_filename}:{getattr(node, 'lineno', '?')}"

    def _error(self, node: ast.AST, message: str) -> RuleTypeError:
        return RuleTypeError(f"{self._where(node)}: {message}")

    def _unresolved(self, node: ast.expr) -> RuleTypeError:
        return self._error(
            node,
            f"Could not resolve type for `{ast.unparse(node)}` in module {self.func.__module__}. "
            "Say which type is meant: `**implicitly({value: Type})`.",
        )

    # -- values of expressions -------------------------------------------------------------------

    def value_of(self, node: ast.expr) -> Any:
        """What is known of an expression's value."""
        method = getattr(self, f"_of_{type(node).__name__}", None)
        return None if method is None else method(node)

    def _of_Name(self, node: ast.Name) -> Any:  # noqa: N802
        if node.id in self.locals:
            return self.locals[node.id]
        try:
            return Known(self.namespace[node.id])
        except (KeyError, ImportError, AttributeError):
            return None

    def _of_Constant(self, node: ast.Constant) -> Any:  # noqa: N802
        return Of(type(node.value))

    def _of_JoinedStr(self, node: ast.JoinedStr) -> Any:  # noqa: N802
        return Of(str)

    def _of_Await(self, node: ast.Await) -> Any:  # noqa: N802
        return self.value_of(node.value)

    def _of_NamedExpr(self, node: ast.NamedExpr) -> Any:  # noqa: N802
        return self.value_of(node.value)

    def _of_IfExp(self, node: ast.IfExp) -> Any:  # noqa: N802
        found = self.value_of(node.body)
        return self.value_of(node.orelse) if found is None or _is_none(found) else found

    def _of_BoolOp(self, node: ast.BoolOp) -> Any:  # noqa: N802
        values = [self.value_of(value) for value in node.values]
        return next((value for value in values if value is not None), None)

    def _of_Tuple(self, node: ast.Tuple) -> Any:  # noqa: N802
        return Several([self.value_of(element) for element in node.elts])

    def _of_List(self, node: ast.List) -> Any:  # noqa: N802
        return Each(self.value_of(node.elts[0]) if node.elts else None)

    _of_Set = _of_List  # noqa: N815

    def _of_ListComp(self, node: ast.ListComp) -> Any:  # noqa: N802
        return Each(self.value_of(node.elt))

    def _of_GeneratorExp(self, node: ast.GeneratorExp) -> Any:  # noqa: N802
        return Each(self.value_of(node.elt))

    def _of_Starred(self, node: ast.Starred) -> Any:  # noqa: N802
        return self.element_of(self.value_of(node.value))

    def _of_Subscript(self, node: ast.Subscript) -> Any:  # noqa: N802
        base = self.value_of(node.value)
        if isinstance(base, Several) and isinstance(node.slice, ast.Constant):
            index = node.slice.value
            if isinstance(index, int) and -len(base.items) <= index < len(base.items):
                return base.items[index]
        if isinstance(base, Each):
            return base if isinstance(node.slice, ast.Slice) else base.item
        if isinstance(base, Of):
            cls = class_of(base.hint)
            if cls is not None and _is_target(cls):
                # `target[FieldType]` is a field of that type.
                field = self.value_of(node.slice)
                return Of(field.value) if isinstance(field, Known) else None
            if isinstance(node.slice, ast.Slice):
                return base
            hint = value_hint(base.hint)
            return None if hint is None else Of(hint)
        return None

    def _of_Attribute(self, node: ast.Attribute) -> Any:  # noqa: N802
        base = self.value_of(node.value)
        name = node.attr
        if isinstance(base, Known):
            try:
                found = getattr(base.value, name)
            except AttributeError:
                return None
            return Known(found)
        if isinstance(base, Of):
            return self._attribute_of_instance(base, name)
        return None

    def _attribute_of_instance(self, base: Of, name: str) -> Any:
        if get_origin(base.hint) is type:
            args = get_args(base.hint)
            found = getattr(args[0], name, None) if args else None
            return None if found is None else Known(found)
        cls = class_of(base.hint)
        if cls is None:
            return None
        if name in ("values", "items", "keys", "get") and get_args(base.hint):
            return _Method(name, base)
        hint = attribute_hint(cls, name)
        if hint is not None:
            if get_origin(hint) is not None and "ClassVar" in str(get_origin(hint)):
                hint = get_args(hint)[0] if get_args(hint) else None
            return None if hint is None else Of(hint)
        for owner in cls.__mro__:
            if name in owner.__dict__:
                return self._class_member(owner.__dict__[name], cls, base, name)
        return None

    def _class_member(self, member: Any, cls: type, base: Of, name: str) -> Any:
        getter = getattr(member, "fget", None)
        if getter is not None:
            hint = return_hint(_plain_function(getter) or getter)
            return None if hint is None else Of(hint)
        if _plain_function(member) is not None:
            is_class_method = isinstance(member, classmethod)
            return _Method(getattr(cls, name), Of(type[cls]) if is_class_method else base)
        return Known(getattr(cls, name, None))

    def _of_Call(self, node: ast.Call) -> Any:  # noqa: N802
        callee = self.value_of(node.func)
        if isinstance(callee, _LocalFunction):
            return callee.result
        if isinstance(callee, _Method) and isinstance(callee.func, str):
            return self._of_mapping_method(callee.func, callee.receiver)
        if isinstance(callee, Of) and get_origin(callee.hint) is type:
            args = get_args(callee.hint)
            return Of(args[0]) if args else None
        if isinstance(callee, Known) and isinstance(callee.value, type):
            return self._of_construction(callee.value, node)
        target = callee.func if isinstance(callee, _Method) else getattr(callee, "value", None)
        if target is None:
            return None
        task = getattr(target, "rule", None)
        if task is not None and hasattr(task, "canonical_name"):
            return Of(task.output_type)
        name = getattr(target, "__name__", "")
        special = getattr(self, f"_of_call_{name}", None)
        if special is not None:
            return special(node)
        return self._of_function_call(callee, target, node)

    def _of_construction(self, cls: type, node: ast.Call) -> Any:
        if cls in (tuple, list, set, frozenset, sorted, reversed) and node.args:
            return self._as_sequence(self.value_of(node.args[0]))
        if cls is zip:
            return Each(Several([self.element_of(self.value_of(arg)) for arg in node.args]))
        if cls is enumerate and node.args:
            return Each(Several([Of(int), self.element_of(self.value_of(node.args[0]))]))
        return Of(cls)

    def _as_sequence(self, value: Any) -> Any:
        element = self.element_of(value)
        return value if isinstance(value, Several) else Each(element)

    def _of_function_call(self, callee: Any, target: Any, node: ast.Call) -> Any:
        func = _plain_function(target)
        if func is None:
            return None
        hint = return_hint(func)
        if hint is None:
            return None
        if _is_self_type(hint):
            receiver = callee.receiver if isinstance(callee, _Method) else None
            owner = getattr(target, "__self__", None)
            if isinstance(receiver, Of):
                args = get_args(receiver.hint)
                return Of(args[0]) if get_origin(receiver.hint) is type else receiver
            return Of(owner) if isinstance(owner, type) else None
        if getattr(func, "__name__", "") == "get" and node.args and _is_field_hint(hint):
            field = self.value_of(node.args[0])
            return Of(field.value) if isinstance(field, Known) else Of(hint)
        return Of(hint)

    def _of_mapping_method(self, name: str, base: Of) -> Any:
        args = get_args(base.hint)
        if len(args) != 2:
            return None
        key, value = Of(args[0]), Of(args[1])
        return {
            "keys": Each(key),
            "values": Each(value),
            "items": Each(Several([key, value])),
            "get": value,
        }[name]

    def _of_call_concurrently(self, node: ast.Call) -> Any:
        if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            value = self.value_of(node.args[0])
            if isinstance(value, (Each, Several)):
                return value
            if isinstance(node.args[0], (ast.Name, ast.Attribute, ast.Call)):
                element = self.element_of(value)
                return Each(element)
        return Several([self.value_of(argument) for argument in node.args])

    def _of_call_sorted(self, node: ast.Call) -> Any:
        return self._as_sequence(self.value_of(node.args[0])) if node.args else None

    def _of_call_next(self, node: ast.Call) -> Any:
        return self.element_of(self.value_of(node.args[0])) if node.args else None

    def _of_call_iter(self, node: ast.Call) -> Any:
        return self.value_of(node.args[0]) if node.args else None

    def _of_call_replace(self, node: ast.Call) -> Any:
        return self.value_of(node.args[0]) if node.args else None

    def _of_call_cast(self, node: ast.Call) -> Any:
        return self._hint(node.args[0]) if node.args else None


class _LocalFunction:
    """A function defined inside, of which only the result's type matters."""

    __slots__ = ("result",)

    def __init__(self, result: Any) -> None:
        self.result = result


def _plain_function(value: Any) -> Any:
    """The function behind a method or a decorator, or None."""
    value = getattr(value, "__func__", value)
    while hasattr(value, "__wrapped__") and not hasattr(value, "__code__"):
        value = value.__wrapped__
    return value if hasattr(value, "__code__") and hasattr(value, "__globals__") else None


def _is_named(node: ast.expr, name: str) -> bool:
    if isinstance(node, ast.Name):
        return node.id == name
    return isinstance(node, ast.Attribute) and node.attr == name


def _is_none(value: Any) -> bool:
    return isinstance(value, Of) and value.hint is type(None)


def _is_target(cls: type) -> bool:
    from pants.engine.internals.native_engine import Target

    return issubclass(cls, Target)


def _is_field_hint(hint: Any) -> bool:
    return type(hint).__name__ == "TypeVar"


def _is_self_type(hint: Any) -> bool:
    return type(hint).__name__ == "TypeVar" or str(hint) == "typing.Self"
