"""Getting ready to ask the engine who depends on whom.

Edges are found in the engine: what BUILD files say, and what is inferred for the languages that it
reads itself. Before the first question all targets of the repository are loaded, since an import
may be owned by any of them. What rules of plugins infer is handed in for the targets that are met.
"""

from __future__ import annotations

from pants.engine.environment import EnvironmentName
from pants.engine.internals.graph_requests import InferDependenciesRequest, InferredDependencies
from pants.engine.internals.native_engine import current_runtime
from pants.engine.internals.old_selectors import OldRequestError
from pants.engine.internals.spec_resolution import load_targets
from pants.engine.rules import _uncacheable_rule as uncacheable_rule
from pants.engine.rules import collect_rules, implicitly, rule
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.addresses import Address

#: Requests whose answers the engine finds by itself.
_INFERRED_BY_ENGINE = frozenset(
    f"pants.backend.{name}"
    for name in (
        "python.dependency_inference.rules:InferConftestDependencies",
        "python.dependency_inference.rules:InferInitDependencies",
        "python.dependency_inference.rules:InferPythonImportDependencies",
        "python.target_types_rules:InferPexBinaryEntryPointDependency",
        "python.target_types_rules:InferPythonDistributionDependencies",
        "shell.dependency_inference:InferShellDependencies",
    )
)


class DependenciesReady(Record):
    """Says that the engine can be asked about dependencies."""


@rule(polymorphic=True, canonical_name="pants.engine.internals.graph.infer_dependencies")
async def infer_dependencies(
    request: InferDependenciesRequest, environment_name: EnvironmentName
) -> InferredDependencies:
    """What the sources of a target use: each member of the union has a rule of its own."""
    raise NotImplementedError(f"No rule infers dependencies for {type(request).__name__}.")


@uncacheable_rule
async def load_dependencies() -> DependenciesReady:
    """Load all targets and give the engine the options of inference."""
    runtime = current_runtime()
    await load_targets(["::"])
    runtime.deps_open(_options(runtime))
    runtime.extra["inferring"] = _by_target_type(runtime, _requests_of_plugins(runtime))
    runtime.deps_ask(list(runtime.extra["inferring"]))
    return DependenciesReady()


async def dependencies_ready(
    addresses: Iterable[Address] | None = None, transitive: bool = True
) -> Any:
    """Have everything at hand that questions about these targets (or all) need.

    Returns the run.
    """
    await load_dependencies()
    runtime = current_runtime()
    by_type = runtime.extra["inferring"]
    if not by_type:
        return runtime
    from pants.engine.internals.target_requests import make_target

    asked = list(addresses) if addresses is not None else None
    while (address := runtime.deps_next(asked, transitive)) is not None:
        target = make_target(address)
        include: list[Address] = []
        exclude: list[Address] = []
        for request_class in by_type[target.alias]:
            field_set_class = request_class.infer_from
            if field_set_class.is_applicable(target):
                request = request_class(field_set_class.create(target))
                try:
                    inferred = await infer_dependencies(
                        **implicitly({request: InferDependenciesRequest})
                    )
                except OldRequestError as e:
                    _warn_of_old_rule(runtime, request_class, e)
                    continue
                include += inferred.include
                exclude += inferred.exclude
        runtime.deps_give(address, include, exclude)
    return runtime


def _warn_of_old_rule(runtime: Any, request_class: type, error: Exception) -> None:
    """Say once for each kind of request that what it would infer is missing."""
    warned = runtime.extra.setdefault("old rules", set())
    if request_class not in warned:
        warned.add(request_class)
        runtime.log(
            30,
            "plugins",
            f"Dependencies are missing: the rule for {request_class.__module__}."
            f"{request_class.__qualname__} cannot run. {error}",
        )


def _requests_of_plugins(runtime: Any) -> list[type[InferDependenciesRequest]]:
    """The requests that only rules can answer."""
    union = f"{InferDependenciesRequest.__module__}:{InferDependenciesRequest.__qualname__}"
    from pants.engine.internals.target_requests import import_qualified

    return [
        import_qualified(member)
        for base, member in runtime.unions()
        if base == union and member not in _INFERRED_BY_ENGINE
    ]


def _by_target_type(
    runtime: Any, requests: list[type[InferDependenciesRequest]]
) -> dict[str, list[type[InferDependenciesRequest]]]:
    """The requests that may work on targets of a type, by the type's alias."""
    result: dict[str, list[type[InferDependenciesRequest]]] = {}
    if not requests:
        return result
    aliases, _ = runtime.symbols()
    for alias in aliases:
        has = _field_classes(runtime, alias)
        for request in requests:
            if all(_class_id(f) in has for f in request.infer_from.required_fields):
                result.setdefault(alias, []).append(request)
    return result


def _field_classes(runtime: Any, alias: str) -> set[str]:
    """The field classes of a target type, and what they inherit from, by name."""
    has: set[str] = set()
    for field in runtime.declaration("targets", alias)["fields"]:
        has.add(field)
        has.update(runtime.declaration("fields", field)["bases"])
    return has


def _class_id(cls: type) -> str:
    return f"{cls.__module__}:{cls.__qualname__}"


def _options(runtime: Any) -> dict[str, Any]:
    """What `Runtime.deps_open()` wants to know."""

    def option(scope: str, name: str) -> Any:
        return runtime.option(scope, name)[0]

    backends = set(runtime.backends())
    has_python = bool(backends & {"pants.backend.python", "pants.backend.plugin_development"})
    values = {
        "python": has_python,
        "shell": "pants.backend.shell" in backends
        and option("shell-setup", "dependency_inference"),
        "subproject_roots": option("", "subproject_roots"),
    }
    if not has_python:
        return values
    for name in (
        "imports",
        "string_imports",
        "string_imports_min_dots",
        "string_import_ignore",
        "assets",
        "assets_min_slashes",
        "conftests",
        "entry_points",
    ):
        values[name] = option("python-infer", name)
    init_files = _text(option("python-infer", "init_files"))
    unowned = _text(option("python-infer", "unowned_dependency_behavior"))
    ambiguity = _text(option("python-infer", "ambiguity_resolution"))
    return {
        **values,
        "init_files": ("always", "content_only", "never").index(init_files),
        "unowned": ("ignore", "warning", "error").index(unowned),
        "by_source_root": ambiguity == "by_source_root",
        "ignored_unowned": option("python-infer", "ignored_unowned_imports"),
        "enable_resolves": option("python", "enable_resolves"),
        "default_resolve": option("python", "default_resolve"),
        "root_patterns": option("source", "root_patterns"),
        "marker_filenames": option("source", "marker_filenames"),
    }


def _text(value: Any) -> str:
    """The value of an option with choices, as it is written."""
    return str(getattr(value, "value", value))


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
