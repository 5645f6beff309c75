"""The former name of `pants.backend.python.lint.autoflake`."""

from __future__ import annotations

from pants.backend.python.lint.autoflake.register import rules

__all__ = ("rules",)
