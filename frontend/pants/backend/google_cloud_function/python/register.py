"""Google Cloud Functions, in Python."""

from __future__ import annotations

from pants.backend.google_cloud_function.python.target_types import PythonGoogleCloudFunction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [PythonGoogleCloudFunction]
