"""`[flake8]`: a linter."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    FileListOption,
    FileOption,
    SkipOption,
    TargetListOption,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Flake8(PythonToolBase):
    options_scope = "flake8"
    name = "Flake8"
    help = "Flake8, a linter of Python code."

    default_main = ConsoleScript("flake8")
    default_requirements = ["flake8>=5.0.4,<7"]
    default_lockfile_resource = ("pants.backend.python.lint.flake8", "flake8.lock")

    skip = SkipOption("lint")
    args = ArgsListOption(example="--max-complexity 12")
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    extra_files = FileListOption(
        default=None,
        advanced=True,
        help="More files that Flake8 needs to see, such as those that its config file names.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `.flake8`, `flake8`, `setup.cfg` or `tox.ini` with settings for Flake8 at the "
        "build root.",
    )
    _source_plugins = TargetListOption(
        advanced=True,
        help="Addresses of Python targets with plugins for Flake8. They are on its `PYTHONPATH` "
        "with what they depend on; third-party plugins go into the resolve in "
        "`install_from_resolve`.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*Flake8.rules(), UnionRule(ExportableTool, Flake8))
