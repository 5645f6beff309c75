"""Versions that are also compared with text."""

from __future__ import annotations

from packaging.version import Version


class TextVersion(Version):
    """A version; the other side of a comparison may be a string: `PANTS_VERSION >= "2.20"`."""

    def __eq__(self, other: object) -> bool:
        return super().__eq__(_read(other))

    def __lt__(self, other: Version | str) -> bool:  # type: ignore[override]
        return super().__lt__(_read(other))

    def __le__(self, other: Version | str) -> bool:  # type: ignore[override]
        return super().__le__(_read(other))

    def __gt__(self, other: Version | str) -> bool:  # type: ignore[override]
        return super().__gt__(_read(other))

    def __ge__(self, other: Version | str) -> bool:  # type: ignore[override]
        return super().__ge__(_read(other))

    def __hash__(self) -> int:
        return super().__hash__()


def _read(other: object) -> object:
    return Version(other) if isinstance(other, str) else other
