"""Kubernetes objects from text with placeholders."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return ()
