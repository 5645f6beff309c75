"""`[pytest]`: the runner of Python tests."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    FileOption,
    SkipOption,
    StrOption,
)


class PyTest(PythonToolBase):
    options_scope = "pytest"
    name = "Pytest"
    help = "Pytest, which runs Python tests."

    default_main = ConsoleScript("pytest")
    default_requirements = [
        "pytest>=7,<9,!=7.1.0,!=7.1.1",
        "pytest-cov>=5,<7",
        "pytest-xdist>=3.6.1,<4",
    ]
    default_lockfile_resource = ("pants.backend.python.subsystems", "pytest.lock")

    args = ArgsListOption(example="-k test_foo --quiet", passthrough=True)
    junit_family = StrOption(
        default="xunit2",
        advanced=True,
        help="The dialect of the reports in XML. `legacy` and `xunit1` are older.",
    )
    execution_slot_var = StrOption(
        default=None,
        advanced=True,
        help="A variable that tells a test the number of the slot it runs in, from 0 on, to "
        "choose ports or databases that no other test uses at the same time.",
    )
    config = FileOption(
        default=None,
        advanced=True,
        help="The config file to use, if not one that `config_discovery` finds.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `pytest.ini`, `pyproject.toml`, `tox.ini` or `setup.cfg` with settings for "
        "Pytest at the build root.",
    )
    xdist_enabled = BoolOption(
        default=False,
        advanced=False,
        help="Let each process of Pytest run its tests in parallel, with pytest-xdist. "
        "Targets go over it with `xdist_concurrency`.",
    )
    allow_empty_test_collection = BoolOption(
        default=False,
        help="Let files without any test pass instead of fail.",
    )
    skip = SkipOption("test")
