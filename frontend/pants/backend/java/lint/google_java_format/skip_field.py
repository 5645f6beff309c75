"""The field that keeps google-java-format away from a target."""

from __future__ import annotations

from pants.backend.java.target_types import JavaSourcesGeneratorTarget, JavaSourceTarget
from pants.engine.target import BoolField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class SkipGoogleJavaFormatField(BoolField):
    alias = "skip_google_java_format"
    default = False
    help = "If true, google-java-format leaves this target's files alone."


def rules() -> tuple[UnionRule, ...]:
    return (
        JavaSourceTarget.register_plugin_field(SkipGoogleJavaFormatField),
        JavaSourcesGeneratorTarget.register_plugin_field(SkipGoogleJavaFormatField),
    )
