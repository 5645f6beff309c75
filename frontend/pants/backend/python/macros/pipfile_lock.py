"""Requirements in `Pipfile.lock`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pants.backend.python.macros.common_requirements_rule import Written

#: The parts of the file that hold distributions.
_CATEGORIES = ("default", "develop")

#: Of which type the values are that matter here.
_KINDS = {"extras": list, "git": str, "version": str, "markers": str, "ref": str}


def pipenv_requirements(content: bytes, path: str) -> Iterator[Written]:
    """What Pipenv locked, for use and for development."""
    import json

    try:
        lock = json.loads(content)
    except json.JSONDecodeError as e:
        raise ValueError(f"{path}:{e.lineno}:{e.colno}: This is no JSON: {e.msg}.") from None
    except UnicodeDecodeError as e:
        raise ValueError(f"{path} is not UTF-8: byte {e.start} is the first wrong one.") from None
    for category in _CATEGORIES:
        locked = lock.get(category, {}) if isinstance(lock, dict) else None
        if not isinstance(locked, dict):
            raise ValueError(f"{path} is not written by Pipenv: `{category}` is no table.")
        for name, entry in locked.items():
            if not isinstance(entry, dict):
                raise ValueError(
                    f"{path} is not written by Pipenv: `{name}` in `{category}` is {entry!r}."
                )
            for key, value in entry.items():
                if not isinstance(value, _KINDS.get(key, object)):
                    raise ValueError(
                        f"{path} is not written by Pipenv: `{key}` of `{name}` in `{category}` is "
                        f"{value!r}."
                    )
            yield _requirement(name, entry), f"{path}, `{name}` in `{category}`"


def _requirement(name: str, entry: Mapping[str, Any]) -> str:
    extras = ",".join(entry.get("extras") or ())
    text = f"{name}[{extras}]" if extras else name
    source = _source(entry)
    if source:
        text += f" @ {source}"
    else:
        version = entry.get("version", "*")
        text += "" if version == "*" else version
    marker = entry.get("markers")
    if marker:
        text += f" ; {marker}" if source else f"; {marker}"
    return text


def _source(entry: Mapping[str, Any]) -> str | None:
    """The URL of what is not on an index; folders of this repository have none."""
    if "git" in entry:
        from pants.backend.python.macros.poetry_project import git_url

        return git_url(entry["git"], entry.get("ref"), entry.get("subdirectory"))
    file = entry.get("file")
    return file if isinstance(file, str) and "://" in file else None
