"""Buf, a formatter and linter of Protobuf files."""

from __future__ import annotations

from pants.backend.codegen.protobuf.buf import skip_field, subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*skip_field.rules(), *subsystem.rules())
