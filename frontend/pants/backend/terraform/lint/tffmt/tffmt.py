"""`terraform fmt`, Terraform's own formatter."""

from __future__ import annotations

from pants.option.option_types import SkipOption
from pants.option.subsystem import Subsystem


class TfFmtSubsystem(Subsystem):
    options_scope = "terraform-fmt"
    name = "`terraform fmt`"
    help = "`terraform fmt`, Terraform's own formatter."

    skip = SkipOption("fmt", "lint")


def rules() -> list:
    return [*TfFmtSubsystem.rules()]
