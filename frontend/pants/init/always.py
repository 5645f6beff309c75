"""What `pants.core` needs of backends, whether they are enabled or not.

The goals `update-build-files` and `generate-lockfiles` belong to the core and run tools of some
backends, so the options of these tools may be set in every repository.
"""

from __future__ import annotations

from pants.backend.build_files.fmt.buildifier.subsystem import Buildifier
from pants.backend.python.lint.black.subsystem import Black
from pants.backend.python.lint.ruff.subsystem import Ruff
from pants.backend.python.lint.yapf.subsystem import Yapf
from pants.backend.python.subsystems.python_native_code import PythonNativeCodeSubsystem
from pants.backend.python.subsystems.repos import PythonRepos
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.subsystems.uv import Uv
from pants.backend.python.util_rules.pex_cli import PexCli
from pants.backend.python.util_rules.pex_environment import PexSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule

_SUBSYSTEMS = (
    Black,
    Buildifier,
    PexCli,
    PexSubsystem,
    PythonNativeCodeSubsystem,
    PythonRepos,
    PythonSetup,
    Ruff,
    Uv,
    Yapf,
)


def rules() -> Iterable[Rule]:
    """The rules of these subsystems."""
    for subsystem in _SUBSYSTEMS:
        yield from subsystem.rules()
