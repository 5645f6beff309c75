"""`[pylint]`: a thorough linter."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    FileOption,
    SkipOption,
    TargetListOption,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Pylint(PythonToolBase):
    options_scope = "pylint"
    name = "Pylint"
    help = "Pylint, a thorough linter of Python code."

    default_main = ConsoleScript("pylint")
    default_requirements = ["pylint>=4.0.0,<5"]
    register_interpreter_constraints = True
    default_interpreter_constraints = ["CPython>=3.10,<3.15"]
    default_lockfile_resource = ("pants.backend.python.lint.pylint", "pylint.lock")

    skip = SkipOption("lint")
    args = ArgsListOption(example="--disable=line-too-long")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `pylintrc`, `.pylintrc`, `pyproject.toml` or `setup.cfg` with settings for "
        "Pylint at the build root.",
    )
    _source_plugins = TargetListOption(
        advanced=True,
        help="Addresses of Python targets with plugins for Pylint. They are on its `PYTHONPATH` "
        "with what they depend on; third-party plugins go into the resolve in "
        "`install_from_resolve`.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Pylint.rules(), UnionRule(ExportableTool, Pylint))
