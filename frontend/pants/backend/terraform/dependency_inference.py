"""The parser that finds the modules a Terraform module uses."""

from __future__ import annotations

from pants.backend.python.subsystems.python_tool_base import PythonToolRequirementsBase


class TerraformHcl2Parser(PythonToolRequirementsBase):
    options_scope = "terraform-hcl2-parser"
    help_short = "The parser that finds the modules a Terraform module uses."

    default_requirements = ["python-hcl2>=3.0.5,<=4.3.0"]
    register_interpreter_constraints = True


def rules() -> list:
    return [*TerraformHcl2Parser.rules()]
