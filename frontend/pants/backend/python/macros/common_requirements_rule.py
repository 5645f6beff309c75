"""What all generators of `python_requirement` targets do with the requirements they have read."""

from __future__ import annotations

from pants.engine.internals.native_engine import Address, current_runtime
from pants.engine.internals.target_errors import InvalidFieldException, InvalidTargetException
from pants.engine.internals.target_generation import GeneratedTargets, raw_values_of
from pants.engine.internals.tree import read_file
from pants.util.requirements import canonical_project_name, project_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from pants.backend.python.subsystems.setup import PythonSetup
    from pants.engine.internals.target_generation import GenerateTargetsRequest, RawTarget

    #: A requirement as a string of PEP 508, and where it stands, for messages.
    Written = tuple[str, str]

    #: From the content and the path of a file to the requirements in it.
    ParseRequirements = Callable[[bytes, str], Iterable[Written]]

#: Up to this release, names of generated targets had dashes for all but letters, digits and dots.
_RELEASE_OF_NAMES_AS_WRITTEN = (2, 26)


def synthetic_lockfile_target_name(resolve: str) -> str:
    """The name of the target that owns the lockfile of a resolve."""
    return f"_{resolve}_lockfile"


def generate_requirements(
    request: GenerateTargetsRequest,
    python_setup: PythonSetup,
    parse: ParseRequirements,
    default_source: str,
) -> GeneratedTargets:
    """A target for each distribution that the generator's file requires, and one for the file.

    Requirements of the same name are in one target. All of them depend on the file, and on the
    lockfile of their resolve.
    """
    values = raw_values_of(request.generator)
    source = values.get("source") or default_source
    address = request.template_address
    path = f"{address.spec_path}/{source}" if address.spec_path else source
    content = read_file(path)
    if content is None:
        raise InvalidFieldException(
            f"The file `{path}`, named by the field `source` of the target "
            f"{request.generator_address}, does not exist, or `pants_ignore` or `.gitignore` hide "
            "it.",
            description_of_origin=request.generator.description_of_origin,
        )
    file_address = Address(
        address.spec_path, target_name=address.target_name, relative_file_path=source
    )
    targets = _Requirements(request, python_setup, values, file_address)
    for requirement, origin in parse(content, path):
        targets.add(requirement, origin)
    raw = targets.finish()
    raw.append(("_generator_sources_helper", file_address, {"source": source}))
    return GeneratedTargets.from_raw(request.generator, raw)


class _Requirements:
    """Requirements by distribution, and what their targets are like."""

    def __init__(
        self,
        request: GenerateTargetsRequest,
        python_setup: PythonSetup,
        values: Mapping[str, Any],
        file_address: Address,
    ) -> None:
        self._address = request.template_address
        self._origin = request.generator.description_of_origin
        self._template = request.template
        self._setup = python_setup
        self._file_address = file_address
        self._modules = _by_project(values, "module_mapping", request)
        self._type_stubs = _by_project(values, "type_stubs_module_mapping", request)
        self._overrides = _overrides(request)
        self._found: dict[str, list[str]] = {}

    def add(self, requirement: str, origin: str) -> None:
        """Take in one requirement."""
        try:
            name = project_name(requirement, origin)
        except ValueError as e:
            raise InvalidFieldException(f"{self._address}: {e}") from None
        known = self._found.setdefault(generated_name(name), [])
        if requirement not in known:
            known.append(requirement)

    def finish(self) -> list[RawTarget]:
        """A target for each distribution; overrides for others are an error."""
        projects = {canonical_project_name(name) for name in self._found}
        unused = sorted(name for name in self._overrides if name not in projects)
        if unused:
            raise InvalidFieldException(
                f"The field `overrides` of the target {self._address} names what "
                f"{self._file_address.filename} does not require: {', '.join(unused)}. "
                f"It requires: {', '.join(sorted(projects))}",
                description_of_origin=self._origin,
            )
        return [
            ("python_requirement", self._address.create_generated(name), self._values(name, texts))
            for name, texts in self._found.items()
        ]

    def _values(self, name: str, requirements: list[str]) -> dict[str, Any]:
        project = canonical_project_name(name)
        own = self._overrides.get(project, {})
        values: dict[str, Any] = {**self._template, "requirements": requirements}
        if project in self._modules:
            values["modules"] = self._modules[project]
        if project in self._type_stubs:
            values["type_stub_modules"] = self._type_stubs[project]
        values.update(own)
        values["dependencies"] = [*(own.get("dependencies") or ()), *self._files(values)]
        if values.get("modules") and values.get("type_stub_modules"):
            raise InvalidTargetException(
                f"The target {self._address.create_generated(name)} has both `modules` and "
                "`type_stub_modules`: a distribution provides modules or describes them."
            )
        return values

    def _files(self, values: Mapping[str, Any]) -> list[str]:
        """The file, and the lockfile."""
        files = [self._file_address.spec]
        if self._setup.enable_synthetic_lockfiles:
            resolve = values.get("resolve") or self._setup.default_resolve
            lockfile = self._setup.resolves.get(resolve)
            if lockfile:
                files.append(f"{lockfile}:{synthetic_lockfile_target_name(resolve)}")
        return files


def _overrides(request: GenerateTargetsRequest) -> dict[str, dict[str, Any]]:
    """The overrides by distribution, which may have several names there."""
    result: dict[str, dict[str, Any]] = {}
    if request.overrides:
        for name, fields in request.require_unparametrized_overrides().items():
            merged = result.setdefault(canonical_project_name(name), {})
            twice = sorted(field for field in fields if field in merged)
            if twice:
                raise InvalidFieldException(
                    f"The field `overrides` of the target {request.generator_address} sets "
                    f"`{twice[0]}` of `{name}` more than once, under different spellings of the "
                    "name.",
                    description_of_origin=request.generator.description_of_origin,
                )
            merged.update(fields)
    return result


def _by_project(
    values: Mapping[str, Any], field: str, request: GenerateTargetsRequest
) -> dict[str, list[str]]:
    mapping = values.get(field) or {}
    try:
        result = {canonical_project_name(name): list(modules) for name, modules in mapping.items()}
    except (AttributeError, TypeError):
        result = None
    if result is None or any(isinstance(modules, str) for modules in mapping.values()):
        raise InvalidFieldException(
            f"The field `{field}` of the target {request.generator_address} must be a dictionary "
            f"from names of distributions to lists of modules, but is {mapping!r}.",
            description_of_origin=request.generator.description_of_origin,
        )
    return result


def generated_name(name: str) -> str:
    """The name of the target for a distribution.

    It is the name as written, except in repositories that ask for a release before 2.26
    (`[GLOBAL].pants_version`), whose BUILD files may have the addresses of then.
    """
    if all(c.isalnum() or c in ".-" for c in name):
        return name
    return with_dashes(name) if _wants_dashes() else name


def with_dashes(name: str) -> str:
    """The name with runs of characters other than letters, digits and dots made dashes."""
    result = ""
    for c in name:
        if c.isalnum() or c == ".":
            result += c
        elif not result.endswith("-"):
            result += "-"
    return result


def _wants_dashes() -> bool:
    version = str(current_runtime().option("", "pants_version")[0] or "")
    parts = version.split(".")[:2]
    if len(parts) < 2 or not all(part.isdecimal() for part in parts):
        return False
    return (int(parts[0]), int(parts[1])) < _RELEASE_OF_NAMES_AS_WRITTEN
