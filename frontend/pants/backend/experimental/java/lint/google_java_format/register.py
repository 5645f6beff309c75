"""google-java-format, a formatter for Java."""

from __future__ import annotations

from pants.backend.java.lint.google_java_format import skip_field
from pants.backend.java.lint.google_java_format.subsystem import GoogleJavaFormatSubsystem
from pants.jvm import subsystem_sets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    *subsystem_sets.RESOLVE,
    GoogleJavaFormatSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *skip_field.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
    )
