"""`[bandit]`: weak points in security."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, FileOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Bandit(PythonToolBase):
    options_scope = "bandit"
    name = "Bandit"
    help = "Bandit, which looks for weak points in the security of Python code."

    default_main = ConsoleScript("bandit")
    default_requirements = ["bandit>=1.7.0,<1.8", "setuptools", "GitPython>=3.1.24"]
    default_lockfile_resource = ("pants.backend.python.lint.bandit", "bandit.lock")

    skip = SkipOption("lint")
    args = ArgsListOption(example="--severity-level high")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, in YAML.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Bandit.rules(), UnionRule(ExportableTool, Bandit))
