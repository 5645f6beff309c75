"""The former name of `pants.backend.python.lint.pyupgrade`."""

from __future__ import annotations

from pants.backend.python.lint.pyupgrade.register import rules

__all__ = ("rules",)
