"""Parsed sources of modules, each parsed once until `release_module_scans` is called."""

from __future__ import annotations

import ast
import linecache
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FunctionType

_trees: dict[str, ast.Module | None] = {}
_functions: dict[str, dict[tuple[str, int], ast.AST]] = {}


def release_module_scans() -> None:
    """Forget the parsed sources, once nobody needs them any more."""
    _trees.clear()
    _functions.clear()


def module_tree(module: str) -> ast.Module | None:
    """The parsed source of a module, or None if it has none."""
    if module not in _trees:
        _trees[module] = _parse(module)
    return _trees[module]


def _parse(module: str) -> ast.Module | None:
    loaded = sys.modules.get(module)
    filename = getattr(loaded, "__file__", None)
    if loaded is None or not filename:
        return None
    lines = linecache.getlines(filename, vars(loaded))
    if not lines:
        return None
    try:
        return ast.parse("".join(lines), filename)
    except SyntaxError:
        return None


def function_node(func: FunctionType) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The definition of a function in its module's source, or None if it has none."""
    module = func.__module__
    if module not in _functions:
        tree = module_tree(module)
        index: dict[tuple[str, int], ast.AST] = {}
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                index[(node.name, _first_line(node))] = node
        _functions[module] = index
    code = func.__code__
    node = _functions[module].get((code.co_name, code.co_firstlineno))
    return node or _own_source(func)  # type: ignore[return-value]


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _own_source(func: FunctionType) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The definition by what the interpreter knows of the function alone."""
    import inspect
    import textwrap

    try:
        text = textwrap.dedent(inspect.getsource(func))
        body = ast.parse(text).body
    except (OSError, TypeError, SyntaxError):
        return None
    node = body[0] if body else None
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        ast.increment_lineno(node, func.__code__.co_firstlineno - 1)
        return node
    return None
