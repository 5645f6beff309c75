"""Placeholders in search paths for what the version manager asdf installed."""

from __future__ import annotations

import enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class AsdfPathString(enum.StrEnum):
    STANDARD = "<ASDF>"
    LOCAL = "<ASDF_LOCAL>"

    @staticmethod
    def contains_strings(search_paths: Iterable[str]) -> tuple[bool, bool]:
        """Whether the paths hold the one placeholder, and the other."""
        paths = frozenset(search_paths)
        return AsdfPathString.STANDARD in paths, AsdfPathString.LOCAL in paths

    def description(self, tool: str) -> str:
        if self is AsdfPathString.STANDARD:
            return f"`{self.value}` stands for the {tool} versions that asdf uses for you"
        return f"`{self.value}` for those that `.tool-versions` at the build root names"
