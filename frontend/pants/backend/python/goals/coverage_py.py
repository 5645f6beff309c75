"""`[coverage-py]`: which lines tests run."""

from __future__ import annotations

import os

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.option.option_types import (
    BoolOption,
    EnumListOption,
    FileOption,
    FloatOption,
    StrListOption,
    StrOption,
)
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import PurePath

    from pants.core.util_rules.distdir import DistDir


class CoverageReportType(PlainEnum):
    """The kinds of report; `raw` keeps the data itself."""

    CONSOLE = "console"
    XML = "xml"
    HTML = "html"
    RAW = "raw"
    JSON = "json"
    LCOV = "lcov"

    @property
    def report_name(self) -> str:
        """The sub-command of coverage that writes this report."""
        return "report" if self is CoverageReportType.CONSOLE else self.value


class CoverageSubsystem(PythonToolBase):
    options_scope = "coverage-py"
    help = "Coverage.py, which tells which lines tests run."

    default_main = ConsoleScript("coverage")
    default_requirements = ["coverage[toml]>=6.5,<8"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.subsystems", "coverage_py.lock")

    filter = StrListOption(
        help="Modules, packages or folders to report on. Without it, on all that tests import.",
    )
    report = EnumListOption(
        default=[CoverageReportType.CONSOLE],
        help="The reports to write.",
    )
    _output_dir = StrOption(
        default=os.path.join("{distdir}", "coverage", "python"),
        advanced=True,
        help="The folder for reports. `{distdir}` stands for `[GLOBAL].pants_distdir`.",
    )
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `.coveragerc`, `setup.cfg`, `tox.ini` or `pyproject.toml` with settings for "
        "coverage at the build root.",
    )
    global_report = BoolOption(
        default=False,
        help="Report on all Python files of the repository, also those that no test imports.",
    )
    fail_under = FloatOption(
        default=None,
        help="Fail if less than this part of the lines, in percent, was run.",
    )

    def output_dir(self, distdir: DistDir) -> PurePath:
        """The folder for reports, its placeholder filled in."""
        from pathlib import PurePath

        return PurePath(self._output_dir.format(distdir=distdir.relpath))
