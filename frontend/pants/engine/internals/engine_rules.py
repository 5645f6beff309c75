"""The rules that every run has, whatever backends are enabled."""

from __future__ import annotations

from pants.engine import fs, intrinsics, process
from pants.engine.internals import (
    build_files,
    dep_rules,
    dependency_rules,
    generation_rules,
    graph,
    run_rules,
    spec_resolution,
    specs_rules,
    synthetic_targets,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_MODULES = (
    build_files,
    dep_rules,
    dependency_rules,
    fs,
    generation_rules,
    graph,
    intrinsics,
    process,
    run_rules,
    spec_resolution,
    specs_rules,
    synthetic_targets,
)


def rules() -> Iterable[Any]:
    """All of them, each once."""
    found: dict[Any, None] = {}
    for module in _MODULES:
        found.update(dict.fromkeys(module.rules()))
    return list(found)
