"""The operating system."""

from __future__ import annotations

import os

IS_LINUX = os.uname().sysname == "Linux"

OS_ALIASES = {
    "darwin": {"macos", "darwin", "macosx", "mac os x", "mac"},
    "linux": {"linux", "linux2"},
}

ARCH_ALIASES = {
    "x86_64": {"x86_64", "x86-64", "amd64"},
    "arm64": {"arm64", "aarch64"},
}


def get_os_name(uname_result: os.uname_result | None = None) -> str:
    """The name of the system, in small letters."""
    return (uname_result or os.uname()).sysname.lower()


def get_arch_name(uname_result: os.uname_result | None = None) -> str:
    """The name of the processor, in small letters."""
    return (uname_result or os.uname()).machine.lower()


def _normalize(aliases: dict[str, set[str]], name: str) -> str:
    lowered = name.lower()
    for normal, others in aliases.items():
        if lowered in others:
            return normal
    return lowered


def normalize_os_name(os_name: str) -> str:
    """`linux` or `darwin` for its various names."""
    return _normalize(OS_ALIASES, os_name)


def normalize_arch_name(arch_name: str) -> str:
    """`x86_64` or `arm64` for its various names."""
    return _normalize(ARCH_ALIASES, arch_name)


def get_normalized_os_name() -> str:
    """The name of this system."""
    return normalize_os_name(get_os_name())


def get_normalized_arch_name() -> str:
    """The name of this processor."""
    return normalize_arch_name(get_arch_name())


def macos_major_version() -> int | None:
    """The major version of macOS; None elsewhere."""
    if not is_macos():
        return None
    import platform

    return int(platform.mac_ver()[0].split(".")[0])


def is_macos() -> bool:
    """Whether this is macOS."""
    return get_normalized_os_name() == "darwin"


def is_macos_big_sur() -> bool:
    """Whether this is macOS 11."""
    return macos_major_version() == 11
