"""tfsec, a security scanner for Terraform."""

from __future__ import annotations

from pants.backend.terraform.lint.tfsec import tfsec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*tfsec.rules(),)
