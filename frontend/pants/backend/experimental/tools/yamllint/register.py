"""Yamllint, a linter of YAML."""

from __future__ import annotations

from pants.backend.tools.yamllint import subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return subsystem.rules()
