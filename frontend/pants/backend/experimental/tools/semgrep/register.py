"""Semgrep, a linter for many languages."""

from __future__ import annotations

from pants.backend.tools.semgrep import subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return subsystem.rules()
