"""`go vet`, Go's own linter."""

from __future__ import annotations

from pants.option.option_types import SkipOption
from pants.option.subsystem import Subsystem


class GoVetSubsystem(Subsystem):
    options_scope = "go-vet"
    name = "`go vet`"
    help = "`go vet`, Go's own linter."

    skip = SkipOption("lint")
