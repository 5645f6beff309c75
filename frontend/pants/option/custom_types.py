"""Types of options beyond those of Python, and the values of list and dict options as edits."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class UnsetBool:
    """The default of a boolean option that may be left unset: the class is the value."""

    def __init__(self) -> None:
        raise NotImplementedError("UnsetBool is a marker: use the class itself.")

    @classmethod
    def coerce_bool(cls, value: type[UnsetBool] | bool | None, default: bool) -> bool:
        """The value, or the default if it is unset."""
        if value is None or value is cls:
            return default
        return bool(value)


def target_option(s: str) -> str:
    """The address of a target."""
    return s


def dir_option(s: str) -> str:
    """The path of a folder."""
    return s


def file_option(s: str) -> str:
    """The path of a file."""
    return s


def workspace_path(s: str) -> str:
    """A path inside the repository, from its root."""
    if s.startswith("/"):
        from pants.option.errors import ParseError

        raise ParseError(
            f"Invalid value: `{s}`. A path in the repository must be relative to its root."
        )
    return s


def dict_with_files_option(s: str) -> DictValueComponent:
    """A dict whose values may name files."""
    return DictValueComponent.create(s)


def shell_str(s: str) -> str:
    """Words that are split as a shell splits them, when they are in a list."""
    return s


_UNITS = (("GIB", 1 << 30), ("MIB", 1 << 20), ("KIB", 1 << 10), ("B", 1))


def memory_size(s: str | int | float) -> int:
    """A number of bytes, possibly with a unit: `2GiB`."""
    from pants.option.errors import ParseError

    if isinstance(s, (int, float)) and not isinstance(s, bool):
        return int(s)
    original, text, factor = s, str(s).strip().upper(), 1
    for suffix, size in _UNITS:
        if text.endswith(suffix):
            text, factor = text.removesuffix(suffix).strip(), size
            break
    try:
        return int(float(text) * factor)
    except ValueError:
        raise ParseError(
            f"Invalid value: `{original}`. Expected a number, alone or with one of the units "
            "GiB, MiB, KiB, B."
        ) from None


def _evaluate(text: str, expected: tuple[type, ...], what: str) -> Any:
    from pants.option.errors import ParseError

    try:
        value = _literal(text)
    except (ValueError, SyntaxError) as e:
        raise ParseError(f"Cannot read this value as a {what}: {text}\n{e}") from e
    if not isinstance(value, expected):
        raise ParseError(f"The value is not a {what}: {text}")
    return value


def _literal(text: str) -> Any:
    """Literals, and sums of them."""
    import ast

    def value_of(node: ast.expr) -> Any:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return value_of(node.left) + value_of(node.right)
        if isinstance(node, ast.Dict):
            return {
                value_of(key): value_of(value)  # type: ignore[arg-type]
                for key, value in zip(node.keys, node.values)
            }
        if isinstance(node, ast.List):
            return [value_of(element) for element in node.elts]
        if isinstance(node, ast.Tuple):
            return tuple([value_of(element) for element in node.elts])
        return ast.literal_eval(node)

    return value_of(ast.parse(text.strip(), mode="eval").body)


def _flatten_shlexed_list(shlexed_args: Iterable[str]) -> list[str]:
    """Split each element as a shell does."""
    import shlex

    return [word for arg in shlexed_args for word in shlex.split(arg)]


class ListValueComponent:
    """A list, or an edit of one: elements added and elements removed."""

    REPLACE = "REPLACE"
    MODIFY = "MODIFY"

    __slots__ = ("_action", "_appends", "_filters")

    def __init__(self, action: str, appends: Iterable[Any], filters: Iterable[Any]) -> None:
        self._action = action
        self._appends = list(appends)
        self._filters = list(filters)

    @property
    def action(self) -> str:
        """Whether this replaces or modifies what came before."""
        return self._action

    @property
    def val(self) -> list[Any]:
        """The resulting list."""
        kept = list(self._appends)
        for unwanted in self._filters:
            kept = [element for element in kept if element != unwanted]
        return kept

    @classmethod
    def _split_modifier_expr(cls, s: str) -> list[str]:
        """Split `+[...],-[...]` into its edits; anything else is one expression."""
        import re

        if not s.startswith(("+", "-")):
            return [s]
        return re.split(r"(?<=[\])])\s*,\s*(?=[+-][\[(])", s)

    @classmethod
    def merge(cls, components: Iterable[ListValueComponent]) -> ListValueComponent:
        """The effect of one edit after another."""
        action, appends, filters = cls.MODIFY, [], []  # type: ignore[var-annotated]
        for component in components:
            if component._action == cls.REPLACE:
                action, appends, filters = cls.REPLACE, [], []
            appends = [*appends, *component._appends]
            filters = [*filters, *component._filters]
        return cls(action, appends, filters)

    @classmethod
    def create(cls, value: Any, member_type: Any = str) -> ListValueComponent:
        """Read a list or an edit."""
        if isinstance(value, bytes):
            value = value.decode()
        if isinstance(value, str):
            parts = cls._split_modifier_expr(value)
            if len(parts) > 1:
                return cls.merge([cls.create(part, member_type) for part in parts])
        if isinstance(value, cls):
            return value
        if isinstance(value, (list, tuple)):
            return cls(cls.REPLACE, value, [])
        text = str(value)
        if text.startswith(("[", "(")):
            return cls(cls.REPLACE, _evaluate(text, (list, tuple), "list"), [])
        if text.startswith(("+[", "+(")):
            return cls(cls.MODIFY, _evaluate(text[1:], (list, tuple), "list"), [])
        if text.startswith(("-[", "-(")):
            return cls(cls.MODIFY, [], _evaluate(text[1:], (list, tuple), "list"))
        if isinstance(member_type, type) and issubclass(member_type, str):
            return cls(cls.MODIFY, [text], [])
        return cls(cls.MODIFY, [_evaluate(text, (object,), "value")], [])

    def __repr__(self) -> str:
        return f"{self._action} +{self._appends} -{self._filters}"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and repr(other) == repr(self)

    def __hash__(self) -> int:
        return hash(repr(self))


class DictValueComponent:
    """A dict, or entries to add to one."""

    REPLACE = "REPLACE"
    EXTEND = "EXTEND"

    __slots__ = ("action", "val")

    def __init__(self, action: str, val: dict[Any, Any]) -> None:
        self.action = action
        self.val = val

    @classmethod
    def merge(cls, components: Iterable[DictValueComponent]) -> DictValueComponent:
        """The effect of one edit after another."""
        action, val = cls.EXTEND, {}  # type: ignore[var-annotated]
        for component in components:
            if component.action == cls.REPLACE:
                action, val = cls.REPLACE, {}
            val = {**val, **component.val}
        return cls(action, val)

    @classmethod
    def create(cls, value: Any) -> DictValueComponent:
        """Read a dict, or `+{...}`."""
        if isinstance(value, bytes):
            value = value.decode()
        if isinstance(value, cls):
            return value
        if isinstance(value, dict):
            return cls(cls.REPLACE, value)
        text = str(value)
        if text.startswith("+{"):
            return cls(cls.EXTEND, _evaluate(text[1:], (dict,), "dict"))
        return cls(cls.REPLACE, _evaluate(text, (dict,), "dict"))

    def __repr__(self) -> str:
        return f"{self.action} {self.val}"
