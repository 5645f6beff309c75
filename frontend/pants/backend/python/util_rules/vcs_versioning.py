"""The resolve of `vcs_version` targets."""

from __future__ import annotations

from pants.backend.python.target_types import PythonResolveField, VCSVersion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class VCSVersionPythonResolveField(PythonResolveField):
    alias = "python_resolve"


def rules() -> tuple[UnionRule, ...]:
    return (VCSVersion.register_plugin_field(VCSVersionPythonResolveField),)
