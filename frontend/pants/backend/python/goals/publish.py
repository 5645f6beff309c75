"""Fields of distributions that are published."""

from __future__ import annotations

from pants.backend.python.target_types import PythonDistribution
from pants.engine.target import BoolField, StringSequenceField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class PythonRepositoriesField(StringSequenceField):
    alias = "repositories"
    help = (
        "Where to upload the distribution to: URLs, or `@name` for an entry of `.pypirc`. "
        "Passwords come from the environment, such as `TWINE_PASSWORD_NAME` for `@name`."
    )


class SkipTwineUploadField(BoolField):
    alias = "skip_twine"
    default = False
    help = "Whether `publish` leaves this target out."


def rules() -> tuple[UnionRule, ...]:
    return (
        PythonDistribution.register_plugin_field(PythonRepositoriesField),
        PythonDistribution.register_plugin_field(SkipTwineUploadField),
    )
