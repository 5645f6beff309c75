"""`[ipython]`: a Python shell."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.option.option_types import BoolOption


class IPython(PythonToolBase):
    options_scope = "ipython"
    help = "IPython, for `repl --shell=ipython`."

    default_main = ConsoleScript("ipython")
    default_requirements = ["ipython>=7.34,<9"]
    default_lockfile_resource = ("pants.backend.python.subsystems", "ipython.lock")

    ignore_cwd = BoolOption(
        default=True,
        advanced=True,
        help="Do not import from the folder that the shell is started in. "
        "Turn it off for versions of IPython that have no such option.",
    )
