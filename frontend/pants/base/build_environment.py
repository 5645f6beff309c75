"""Where things are: the repository, caches, the configuration file."""

from __future__ import annotations

from pants.base.build_root import BuildRoot
from pants.version import VERSION


def pants_version() -> str:
    """The release of the rule API."""
    return VERSION


def pants_release() -> str:
    """The feature release, for addresses of documentation."""
    return ".".join(VERSION.split(".")[:2])


def get_buildroot() -> str:
    """The root of the repository."""
    return BuildRoot().path


def get_pants_cachedir() -> str:
    """The folder for what may be kept between runs."""
    import os

    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return os.path.expanduser(os.path.join(base, "pants"))


def get_default_pants_config_file() -> object:
    """The path of `pants.toml`."""
    from pathlib import Path

    return Path(get_buildroot(), "pants.toml")


def is_in_container() -> bool:
    """Whether this is probably a container."""
    import os

    if os.path.exists("/.dockerenv"):
        return True
    try:
        with open("/proc/1/cgroup", encoding="utf-8", errors="replace") as f:
            text = f.read()
    except OSError:
        return False
    return "docker" in text or "/kubepods" in text or "/lxc" in text
