"""clang-format, a formatter for C and C++."""

from __future__ import annotations

from pants.backend.cc.lint.clangformat import skip_field
from pants.backend.cc.lint.clangformat.subsystem import ClangFormat
from pants.backend.python.subsystems.repos import PythonRepos
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules.pex_environment import PexSubsystem
from pants.core.goals.generate_lockfiles import GenerateLockfilesSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    ClangFormat,
    GenerateLockfilesSubsystem,
    PexSubsystem,
    PythonRepos,
    PythonSetup,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *skip_field.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )
