"""`[mypy]`: a type checker."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    EnumOption,
    FileOption,
    SkipOption,
    TargetListOption,
)
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class MyPyCacheMode(PlainEnum):
    """How MyPy keeps what it learned about the code."""

    sqlite = "sqlite"
    none = "none"


class MyPy(PythonToolBase):
    options_scope = "mypy"
    name = "MyPy"
    help = "MyPy, a type checker of Python code."

    default_main = ConsoleScript("mypy")
    default_requirements = ["mypy>=0.961,<2"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.typecheck.mypy", "mypy.lock")

    skip = SkipOption("check")
    args = ArgsListOption(example="--strict")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `mypy.ini`, `.mypy.ini`, `setup.cfg` or `pyproject.toml` with settings for "
        "MyPy at the build root.",
    )
    _source_plugins = TargetListOption(
        advanced=True,
        help="Addresses of Python targets with plugins for MyPy. They are on its `PYTHONPATH` "
        "with what they depend on; third-party plugins go into the resolve in "
        "`install_from_resolve`.",
    )
    cache_mode = EnumOption(
        default=MyPyCacheMode.sqlite,
        advanced=True,
        help="Keep MyPy's cache from one run to the next, as a database, or have none.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*MyPy.rules(), UnionRule(ExportableTool, MyPy))
