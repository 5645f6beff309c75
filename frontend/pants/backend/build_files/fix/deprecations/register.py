"""New names in BUILD files for what is deprecated."""

from __future__ import annotations

from pants.backend.build_files.fix.deprecations.subsystem import BUILDDeprecationsFixer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


def rules() -> Iterable[Rule]:
    return BUILDDeprecationsFixer.rules()
