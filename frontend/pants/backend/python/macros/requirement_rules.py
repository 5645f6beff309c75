"""The rules behind `python_requirements`, `poetry_requirements` and their like."""

from __future__ import annotations

from pants.backend.python.macros.common_requirements_rule import generate_requirements
from pants.backend.python.macros.generator_requests import (
    GenerateFromPipenvRequirementsRequest,
    GenerateFromPoetryRequirementsRequest,
    GenerateFromPythonRequirementsRequest,
    GenerateFromUvRequirementsRequest,
)
from pants.backend.python.subsystems.setup import PythonSetup
from pants.engine.internals.target_generation import GeneratedTargets, GenerateTargetsRequest
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.requirements import requirement_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pants.backend.python.macros.common_requirements_rule import Written
    from pants.engine.rules import Rule


@rule(desc="Generate targets from a file of requirements")
async def generate_from_python_requirement(
    request: GenerateFromPythonRequirementsRequest, python_setup: PythonSetup
) -> GeneratedTargets:
    """The targets of a `python_requirements`."""
    return generate_requirements(request, python_setup, parse_requirements, "requirements.txt")


@rule(desc="Generate targets from Poetry's requirements")
async def generate_from_poetry_requirement(
    request: GenerateFromPoetryRequirementsRequest, python_setup: PythonSetup
) -> GeneratedTargets:
    """The targets of a `poetry_requirements`."""
    from pants.backend.python.macros.poetry_project import poetry_requirements

    return generate_requirements(request, python_setup, poetry_requirements, "pyproject.toml")


@rule(desc="Generate targets from Pipenv's lockfile")
async def generate_from_pipenv_requirement(
    request: GenerateFromPipenvRequirementsRequest, python_setup: PythonSetup
) -> GeneratedTargets:
    """The targets of a `pipenv_requirements`."""
    from pants.backend.python.macros.pipfile_lock import pipenv_requirements

    return generate_requirements(request, python_setup, pipenv_requirements, "Pipfile.lock")


@rule(desc="Generate targets from uv's requirements")
async def generate_from_uv_requirement(
    request: GenerateFromUvRequirementsRequest, python_setup: PythonSetup
) -> GeneratedTargets:
    """The targets of a `uv_requirements`."""
    from pants.backend.python.macros.pyproject import uv_requirements

    return generate_requirements(request, python_setup, uv_requirements, "pyproject.toml")


def parse_requirements(content: bytes, path: str) -> Iterable[Written]:
    """The requirements of a file of pip, or of `[project]` in a `pyproject.toml`."""
    if path.rpartition("/")[2] == "pyproject.toml":
        from pants.backend.python.macros.pyproject import project_requirements

        return project_requirements(content, path)
    return _of_pip(content, path)


def _of_pip(content: bytes, path: str) -> Iterator[Written]:
    try:
        lines = content.decode("utf-8")
    except UnicodeDecodeError as e:
        number = content.count(b"\n", 0, e.start) + 1
        raise ValueError(f"{path}:{number}: This line is not UTF-8.") from None
    for number, text in requirement_lines(lines):
        yield text, f"{path} at line {number}"


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *collect_rules(),
        *PythonSetup.rules(),
        UnionRule(GenerateTargetsRequest, GenerateFromPythonRequirementsRequest),
        UnionRule(GenerateTargetsRequest, GenerateFromPoetryRequirementsRequest),
        UnionRule(GenerateTargetsRequest, GenerateFromPipenvRequirementsRequest),
        UnionRule(GenerateTargetsRequest, GenerateFromUvRequirementsRequest),
    )
