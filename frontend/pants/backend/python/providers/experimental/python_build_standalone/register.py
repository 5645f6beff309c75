"""Pythons that are built already, for machines that have none that fits."""

from __future__ import annotations

from pants.backend.python.providers.python_build_standalone.subsystem import (
    PBSPythonProviderSubsystem,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return PBSPythonProviderSubsystem.rules()
