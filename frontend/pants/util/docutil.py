"""Addresses of documentation and the name of the executable, for messages."""

from __future__ import annotations

from pants.version import MAJOR_MINOR, VERSION


def bin_name() -> str:
    """The name under which people run the executable."""
    import os

    return os.environ.get("__PANTS_BIN_NAME") or "pants"


def terminal_width(*, fallback: int = 96, padding: int = 2) -> int:
    """The columns to fill with text."""
    import shutil

    return shutil.get_terminal_size(fallback=(fallback, 24)).columns - padding


def doc_url(slug: str) -> str:
    """The page of the documentation of this release."""
    return f"https://www.pantsbuild.org/{MAJOR_MINOR}/{slug}"


def git_url(fp: str) -> str:
    """Where the public sources have that file."""
    return f"https://github.com/pantsbuild/pants/blob/release_{VERSION}/{fp}"
