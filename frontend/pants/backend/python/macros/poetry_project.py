"""Requirements that Poetry has in `pyproject.toml`, in its own notation."""

from __future__ import annotations

from pants.backend.python.macros.pyproject import PyprojectError, read_toml, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pants.backend.python.macros.common_requirements_rule import Written

_OPERATORS = ("===", "~=", "==", "!=", "<=", ">=", "<", ">", "^", "~", "=")


def poetry_requirements(content: bytes, path: str) -> Iterator[Written]:
    """The requirements of a project and of all its groups."""
    poetry = table(read_toml(content, path), "tool", "poetry")
    if poetry is None:
        raise PyprojectError(
            f"{path} has no section `[tool.poetry]`, which `poetry_requirements` reads. What is in "
            "`[project]` is read by `python_requirements`."
        )
    for section, entries in _sections(poetry):
        for name, entry in entries.items():
            if name == "python":
                continue  # the interpreters of the project
            try:
                for one in entry if isinstance(entry, list) else [entry]:
                    text = _requirement(name, one, path)
                    if text is not None:
                        yield text, f"{path}, `{name}` in `[{section}]`"
            except PyprojectError as e:
                raise PyprojectError(f"{path}, `{name}` in `[{section}]`: {e}") from None


def _sections(poetry: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    names = [("dependencies",), ("dev-dependencies",)]
    groups = table(poetry, "group") or {}
    names += [("group", name, "dependencies") for name in groups]  # type: ignore[misc]
    for path in names:
        entries = table(poetry, *path)
        if entries is not None:
            yield ".".join(("tool", "poetry", *path)), entries


def _requirement(name: str, entry: Any, path: str) -> str | None:
    """One requirement as PEP 508 has it; None for code of this repository."""
    if isinstance(entry, str):
        return name + version_specifiers(entry)
    if not isinstance(entry, dict):
        raise PyprojectError(f"a version or a table is needed, not {entry!r}")
    extras = ",".join(_checked(entry, "extras", list) or ())
    text = f"{name}[{extras}]" if extras else name
    url = _url(entry, path)
    if url is not None:
        text += f" @ {url}"
    elif "path" in entry:
        return None
    else:
        text += version_specifiers(entry.get("version", "*"))
    marker = _marker(entry)
    if marker:
        text += f" ; {marker}" if url is not None else f"; {marker}"
    return text


# -- sources other than an index ------------------------------------------------------------------


def _url(entry: Mapping[str, Any], path: str) -> str | None:
    if "git" in entry:
        revision = entry.get("rev") or entry.get("tag") or entry.get("branch")
        repository = _checked(entry, "git", str) or ""
        return git_url(repository, revision, _checked(entry, "subdirectory", str))
    if "url" in entry:
        return _checked(entry, "url", str)
    if "path" in entry:
        return _file_url(_checked(entry, "path", str) or "", path)
    return None


def _checked(entry: Mapping[str, Any], key: str, kind: type) -> Any:
    """A value of this type, or None if there is none."""
    value = entry.get(key)
    fits = value is None or isinstance(value, kind)
    if not fits or (kind is list and not all(isinstance(item, str) for item in value or ())):
        wanted = "a list of strings" if kind is list else "a string"
        raise PyprojectError(f"`{key}` must be {wanted}, not {value!r}")
    return value


def git_url(repository: str, revision: str | None, subdirectory: str | None) -> str:
    """A repository of git as pip wants it, at a branch, tag or commit."""
    if "://" not in repository:
        host, colon, place = repository.partition(":")
        if colon:
            repository = f"ssh://{host}/{place.lstrip('/')}"
    url = repository if repository.startswith("git+") else f"git+{repository}"
    if revision:
        url += f"@{revision}"
    return f"{url}#subdirectory={subdirectory}" if subdirectory else url


def _file_url(target: str, path: str) -> str | None:
    """The URL of a distribution in the file system; None for a folder of this repository."""
    import os

    from pants.base.build_environment import get_buildroot
    from pants.engine.internals.tree import glob_files

    root = get_buildroot()
    absolute = os.path.normpath(os.path.join(root, os.path.dirname(path), target))
    if absolute.startswith(f"{root}/") and not glob_files([absolute[len(root) + 1 :]]):
        return None
    return None if absolute == root else f"file://{absolute}"


# -- versions -------------------------------------------------------------------------------------


def version_specifiers(constraint: Any) -> str:
    """A constraint of Poetry's as PEP 440 has it: `^1.2` as `>=1.2,<2.0.0`."""
    if not isinstance(constraint, str):
        raise PyprojectError(f"a version must be a string, not {constraint!r}")
    if "|" in constraint:
        raise PyprojectError(
            f"the constraint {constraint!r} has alternatives, which a requirement cannot express; "
            "give the range from the lowest to the highest, and leave versions out with `!=`"
        )
    bounds = [bound for part in _parts(constraint) for bound in _bounds(part, exact=3)]
    return ",".join(operator + version for operator, version in bounds)


def _parts(constraint: str) -> Iterator[tuple[str, str]]:
    """(operator, version) of the parts of a constraint, which commas or spaces separate."""
    pending = ""
    for word in constraint.replace(",", " ").split():
        word = pending + word
        operator = next((o for o in _OPERATORS if word.startswith(o)), "")
        if word == operator:
            pending = word
            continue
        pending = ""
        yield operator, word[len(operator) :]
    if pending:
        raise PyprojectError(f"in the constraint {constraint!r}, `{pending}` has no version")


def _bounds(part: tuple[str, str], exact: int) -> list[tuple[str, str]]:
    """A part as operators of PEP 440; `exact` is how many numbers an upper bound has."""
    operator, version = part
    if version == "*":
        return []
    if operator in ("", "=", "=="):
        return [("==", version)]
    if operator not in ("^", "~"):
        return [(operator, version)]
    numbers = _numbers(version)
    if operator == "^":
        fixed = next((i for i, number in enumerate(numbers) if number), len(numbers) - 1)
    else:
        fixed = min(1, len(numbers) - 1)
    upper = [*numbers[:fixed], numbers[fixed] + 1]
    upper += [0] * (exact - len(upper))
    return [(">=", version), ("<", ".".join(map(str, upper)))]


def _numbers(version: str) -> list[int]:
    """The numbers of a version, without what marks it as early or late."""
    numbers = []
    for part in version.removeprefix("v").split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if digits:
            numbers.append(int(digits))
        if digits != part:
            break
    if not numbers:
        raise PyprojectError(f"{version!r} is no version")
    return numbers


# -- markers --------------------------------------------------------------------------------------


def _marker(entry: Mapping[str, Any]) -> str:
    markers = []
    if entry.get("markers"):
        markers.append(str(entry["markers"]))
    if entry.get("python"):
        markers.append(python_marker(str(entry["python"])))
    if entry.get("platform"):
        markers.append(f'sys_platform == "{entry["platform"]}"')
    markers = [marker for marker in markers if marker]
    if len(markers) < 2:
        return "".join(markers)
    return " and ".join(f"({marker})" for marker in markers)


def python_marker(constraint: str) -> str:
    """A constraint on Python as a marker; empty if any Python will do."""
    alternatives = []
    for alternative in constraint.replace("||", "|").split("|"):
        bounds = [bound for part in _parts(alternative) for bound in _bounds(part, exact=2)]
        comparisons = [_comparison(operator, version) for operator, version in bounds]
        if not comparisons:
            return ""
        alternatives.append(" and ".join(comparisons))
    if len(alternatives) == 1:
        return alternatives[0]
    return " or ".join(f"({alternative})" for alternative in alternatives)


def _comparison(operator: str, version: str) -> str:
    """`python_version` has two numbers; what is more exact is compared with the whole version."""
    exact = version.removesuffix(".*").count(".") > 1
    return f'{"python_full_version" if exact else "python_version"} {operator} "{version}"'
