"""`[yapf]`: a formatter with many settings."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, FileOption, SkipOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Yapf(PythonToolBase):
    options_scope = "yapf"
    name = "yapf"
    help = "YAPF, a formatter of Python code with many settings."

    default_main = ConsoleScript("yapf")
    default_requirements = ["yapf>=0.32.0,<1", "toml"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.lint.yapf", "yapf.lock")

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(
        example="--style=google",
        extra_help="`--in-place`, `--diff` and `--recursive` are not for you to give.",
    )
    config = FileOption(
        default=None,
        advanced=True,
        help="The style to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use each `.style.yapf`, `setup.cfg` or `pyproject.toml` with settings for YAPF, "
        "beside or above the code.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Yapf.rules(), UnionRule(ExportableTool, Yapf))
