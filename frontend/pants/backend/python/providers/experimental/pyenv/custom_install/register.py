"""A target with which `run` has pyenv install a Python."""

from __future__ import annotations

from pants.backend.python.providers.pyenv.custom_install.target_types import PyenvInstall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [PyenvInstall]
