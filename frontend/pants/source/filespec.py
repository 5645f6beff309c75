"""Globs that files are matched against, without looking at the disk."""

from __future__ import annotations

from pants.engine.internals.native_engine import Filespec, FilespecMatcher

__all__ = ("Filespec", "FilespecMatcher")
