"""`[setuptools]`: the usual builder of distributions."""

from __future__ import annotations

from pants.backend.python.subsystems.python_tool_base import PythonToolRequirementsBase


class Setuptools(PythonToolRequirementsBase):
    options_scope = "setuptools"
    help = "setuptools, which builds distributions that name no other builder."

    default_requirements = ["setuptools>=70.0", "wheel>=0.40"]
    default_lockfile_resource = ("pants.backend.python.subsystems", "setuptools.lock")
