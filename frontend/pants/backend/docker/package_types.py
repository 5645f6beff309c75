"""What packaging does with images that are pushed as they are built."""

from __future__ import annotations

import enum


class DockerPushOnPackageBehavior(enum.StrEnum):
    ALLOW = "allow"
    IGNORE = "ignore"
    WARN = "warn"
    ERROR = "error"
