"""Pythons that pyenv builds where the machine has none that fits."""

from __future__ import annotations

from pants.backend.python.providers.pyenv.subsystem import PyenvPythonProviderSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return PyenvPythonProviderSubsystem.rules()
