"""`[setuptools-scm]`: versions from tags of git."""

from __future__ import annotations

from pants.backend.python.main_specification import EntryPoint
from pants.backend.python.subsystems.python_tool_base import PythonToolBase


class SetuptoolsSCM(PythonToolBase):
    options_scope = "setuptools-scm"
    help = "setuptools-scm, which gives `vcs_version` targets their version."

    default_main = EntryPoint("setuptools_scm")
    default_requirements = ["setuptools-scm>=6.4.2,<8"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.subsystems", "setuptools_scm.lock")
