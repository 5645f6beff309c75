"""Which release of the rule API this frontend offers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from packaging.version import Version

    PANTS_SEMVER: Version

__all__ = ("MAJOR_MINOR", "PANTS_SEMVER", "VERSION", "Version")

#: The release whose options, target types and rule API are the ones offered here.
VERSION = "2.34.0"

MAJOR_MINOR = "2.34"


def __getattr__(name: str) -> object:
    """Import the version parser only for those who compare versions."""
    if name in ("PANTS_SEMVER", "Version"):
        from pants.util.text_version import TextVersion as version_class

        namespace = globals()
        namespace["Version"] = version_class
        namespace["PANTS_SEMVER"] = version_class(VERSION)
        return namespace[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
