"""Operating system and processor."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum


class PlatformError(Exception):
    """A platform is not supported, or cannot be told."""


class Platform(PlainEnum):
    """What a process runs on."""

    linux_arm64 = "linux_arm64"
    linux_x86_64 = "linux_x86_64"
    macos_arm64 = "macos_arm64"
    macos_x86_64 = "macos_x86_64"

    @property
    def is_macos(self) -> bool:
        """Whether the system is macOS."""
        return self.value.startswith("macos_")

    @classmethod
    def create_for_localhost(cls) -> Platform:
        """The platform of this machine."""
        import os

        return cls(_normalized(os.uname().sysname, os.uname().machine))


def _normalized(system: str, machine: str) -> str:
    name = {"darwin": "macos", "linux": "linux"}.get(system.lower(), system.lower())
    processor = {"amd64": "x86_64", "aarch64": "arm64"}.get(machine.lower(), machine.lower())
    return f"{name}_{processor}"
