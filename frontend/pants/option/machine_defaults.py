"""Defaults of options that depend on the machine, the user or the repository.

Each is named in the table of declarations and called when somebody asks for the value, so this
module imports nothing that options themselves need.
"""

from __future__ import annotations


def _in_buildroot(*parts: str) -> str:
    from pants.engine.internals.native_engine import current_runtime

    try:
        root = current_runtime().build_root
    except RuntimeError:  # outside of a run: the folder that we are in counts
        from pants.base.build_environment import get_buildroot

        root = get_buildroot()
    return "/".join((root, *parts))


def _in_cache(*parts: str) -> str:
    import os

    from pants.base.build_environment import get_pants_cachedir

    return os.path.join(get_pants_cachedir(), *parts)


def _cpu_count() -> int:
    import os

    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 2


def default_pants_version(_: type) -> str:
    from pants.version import VERSION

    return VERSION


def default_workdir(_: type) -> str:
    return _in_buildroot(".pants.d", "workdir")


def default_distdir(_: type) -> str:
    return _in_buildroot("dist")


def default_subprocessdir(_: type) -> str:
    return _in_buildroot(".pants.d", "pids")


def default_config_files(_: type) -> list[str]:
    return [_in_buildroot("pants.toml")]


def default_rule_threads_core(_: type) -> int:
    return max(2, _cpu_count() // 2)


def default_local_parallelism(_: type) -> int:
    return _cpu_count()


def default_local_store_dir(_: type) -> str:
    return _in_cache("lmdb_store")


def default_named_caches_dir(_: type) -> str:
    return _in_cache("named_caches")


def default_execution_root_dir(_: type) -> str:
    import os

    return os.environ.get("TMPDIR") or "/tmp"


def default_colors(_: type) -> bool:
    """Colours, if standard output is a terminal and `NO_COLOR` and the like do not forbid it."""
    import sys

    return sys.stdout is not None and sys.stdout.isatty()


def default_dynamic_ui(_: type) -> bool:
    """Moving progress, if standard error is a terminal and this is no CI job."""
    import os
    import sys

    return "CI" not in os.environ and sys.stderr is not None and sys.stderr.isatty()


def default_complete_async(_: type) -> bool:
    """Reports may end late, but not in a container, which dies with its first process."""
    import os

    return not (os.path.exists("/.dockerenv") or os.path.exists("/run/.containerenv"))
