"""Which tests find which plugins."""

from __future__ import annotations

from pants.backend.python.framework.stevedore.target_types import StevedoreNamespacesField
from pants.backend.python.target_types import PythonTestsGeneratorTarget, PythonTestTarget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


def rules() -> tuple[UnionRule, ...]:
    return (
        PythonTestsGeneratorTarget.register_plugin_field(StevedoreNamespacesField),
        PythonTestTarget.register_plugin_field(StevedoreNamespacesField),
    )
