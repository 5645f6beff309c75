"""Rules that give what a run knows of itself: unions, target types, the build root."""

from __future__ import annotations

from pants.base.build_root import BuildRoot
from pants.engine.internals.native_engine import UnionMembership, current_runtime
from pants.engine.rules import collect_rules, rule
from pants.engine.target import RegisteredTargetTypes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


@rule
async def union_membership() -> UnionMembership:
    """All unions of the enabled backends, with their members; imports every one of them."""
    from pants.engine.unions import UnionRule

    runtime = current_runtime()
    return UnionMembership.from_rules(
        UnionRule(_registered(runtime, base), _registered(runtime, member))
        for base, member in runtime.unions()
    )


def _registered(runtime: Any, name: str) -> Any:
    """The class of a name; some are made only when their backend registers."""
    from pants.engine.internals.target_requests import import_qualified

    try:
        return import_qualified(name)
    except AttributeError:
        for backend in runtime.backends():
            if backend != "pants.goal":
                list(import_qualified(f"{backend}.register:rules")())
        return import_qualified(name)


@rule
async def registered_target_types() -> RegisteredTargetTypes:
    """The target types of the enabled backends; imports every one of them."""
    from pants.engine.internals.target_requests import import_qualified

    runtime = current_runtime()
    aliases, _ = runtime.symbols()
    return RegisteredTargetTypes(
        {alias: import_qualified(runtime.target_class(alias)) for alias in aliases}
    )


@rule
async def build_root() -> BuildRoot:
    """The folder that holds the repository."""
    root = BuildRoot()
    root.path = current_runtime().build_root
    return root


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
