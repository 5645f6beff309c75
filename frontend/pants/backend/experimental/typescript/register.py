"""TypeScript and TSX: sources, tests and type checking."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs import NodeJS
from pants.backend.javascript.subsystems.nodejs_infer import NodeJSInfer
from pants.backend.tsx.target_types import (
    TSXSourcesGeneratorTarget,
    TSXSourceTarget,
    TSXTestsGeneratorTarget,
    TSXTestTarget,
)
from pants.backend.typescript.subsystem import TypeScriptSubsystem
from pants.backend.typescript.target_types import (
    TypeScriptSourcesGeneratorTarget,
    TypeScriptSourceTarget,
    TypeScriptTestsGeneratorTarget,
    TypeScriptTestTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    NodeJS,
    NodeJSInfer,
    TypeScriptSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)


def target_types() -> list[type[Target]]:
    return [
        TypeScriptSourceTarget,
        TypeScriptSourcesGeneratorTarget,
        TypeScriptTestTarget,
        TypeScriptTestsGeneratorTarget,
        TSXSourcesGeneratorTarget,
        TSXSourceTarget,
        TSXTestsGeneratorTarget,
        TSXTestTarget,
    ]
