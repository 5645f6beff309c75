"""Requirements in `pyproject.toml`: those of `[project]`, and those that uv knows."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from pants.backend.python.macros.common_requirements_rule import Written


class PyprojectError(ValueError):
    """A `pyproject.toml` is wrong, or lacks what is looked for in it."""


def read_toml(content: bytes, path: str) -> dict[str, Any]:
    """The tables of a TOML file."""
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as e:
        line = content.count(b"\n", 0, e.start) + 1
        raise PyprojectError(f"{path}:{line}: This is no TOML, since it is not UTF-8.") from None
    except tomllib.TOMLDecodeError as e:
        cause, _, place = str(e).rpartition(" (at ")
        numbers = [word for word in place.rstrip(")").replace(",", "").split() if word.isdecimal()]
        where = ":".join([path, *numbers])
        raise PyprojectError(f"{where}: This is no TOML: {cause}.") from None


def table(tables: Any, *names: str) -> dict[str, Any] | None:
    """The table of that name, if there is one."""
    for name in names:
        tables = tables.get(name) if isinstance(tables, dict) else None
    return tables if isinstance(tables, dict) else None


def project_requirements(content: bytes, path: str) -> Iterator[Written]:
    """`dependencies` of `[project]`, and all groups of `optional-dependencies`."""
    project = table(read_toml(content, path), "project") or {}
    if "dependencies" not in project and "optional-dependencies" not in project:
        raise PyprojectError(
            f"{path} has neither `dependencies` nor `optional-dependencies` in `[project]`, so "
            "that it holds no requirements for `python_requirements`. Those of Poetry are read by "
            "`poetry_requirements`, those of uv by `uv_requirements`."
        )
    yield from _strings(project.get("dependencies", ()), path, "project.dependencies")
    groups = project.get("optional-dependencies", {})
    if not isinstance(groups, dict):
        raise PyprojectError(f"`project.optional-dependencies` in {path} must be a table.")
    for group, requirements in groups.items():
        yield from _strings(requirements, path, f"project.optional-dependencies.{group}")


def uv_requirements(content: bytes, path: str) -> Iterator[Written]:
    """`dev-dependencies` of `[tool.uv]`."""
    uv = table(read_toml(content, path), "tool", "uv")
    if uv is None:
        raise PyprojectError(
            f"{path} has no section `[tool.uv]`, which `uv_requirements` reads. What is in "
            "`[project]` is read by `python_requirements`."
        )
    yield from _strings(uv.get("dev-dependencies", ()), path, "tool.uv.dev-dependencies")


def _strings(values: Any, path: str, name: str) -> Iterable[Written]:
    if not isinstance(values, (list, tuple)) or not all(isinstance(value, str) for value in values):
        raise PyprojectError(f"`{name}` in {path} must be a list of strings, but is {values!r}.")
    return [(value.strip(), path) for value in values]
