"""Downloads from S3."""

from __future__ import annotations

from pants.backend.url_handlers.s3.subsystem import S3Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return S3Subsystem.rules()
