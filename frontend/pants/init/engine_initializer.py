"""What a run's engine is made of: goals by name, and the world of targets."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class BadBuildIgnoreError(Exception):
    """`build_ignore` holds what it cannot do."""


def goal_products(runtime: Any) -> dict[str, type]:
    """The types that rules return for goals, by the goals' names; each imported when looked up."""
    return _Products(runtime.goals())


class _Products(dict[str, type]):
    """Imports a goal's class when it is asked for."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self._names = names

    def __contains__(self, goal: object) -> bool:
        return goal in self._names

    def __missing__(self, goal: str) -> type:
        from pants.engine.internals.target_requests import import_qualified

        self[goal] = import_qualified(self._names[goal])
        return self[goal]


def open_targets(runtime: Any) -> None:
    """Give the engine what it needs to read BUILD files."""
    from pants.engine.internals.build_eval import Evaluator, ObjectCall
    from pants.engine.internals.parametrize_value import Parametrize
    from pants.version import VERSION

    def option(name: str) -> Any:
        return runtime.option("", name)[0]

    targets, objects = runtime.symbols()
    values = {"PANTS_VERSION": _Version(), **runtime.extra.get("values", {})}
    preludes = option("build_file_prelude_globs")
    evaluator = Evaluator(runtime, targets, objects, values)
    salt = [VERSION, *targets, *objects, *values]
    build_ignore = option("build_ignore")
    for pattern in build_ignore:
        if pattern.startswith("!"):
            raise BadBuildIgnoreError(
                f"`[GLOBAL].build_ignore` only takes BUILD files away; `{pattern}` would bring "
                "some back. Write patterns that leave them alone in the first place."
            )
    runtime.targets_open(
        ignore=_ignore_patterns(runtime, option),
        use_gitignore=option("pants_ignore_use_gitignore"),
        build_patterns=option("build_patterns"),
        build_ignore=build_ignore,
        unmatched=option("unmatched_build_file_globs"),
        salt="\n".join(salt).encode(),
        evaluate=evaluator.evaluate,
        parametrize=Parametrize,
        object_call=ObjectCall,
        make_object=evaluator.make_object,
        search=_search,
    )
    for path in runtime.globs(preludes, True, False) if preludes else ():
        source = runtime.read_file(path)
        evaluator.run_prelude(path, source)
        runtime.add_salt(source)


def _ignore_patterns(runtime: Any, option: Any) -> list[str]:
    """`pants_ignore`, and folders of our own that lie in the repository."""
    root = runtime.build_root + "/"
    own = [option(name) for name in ("pants_workdir", "pants_distdir", "pants_subprocessdir")]
    inside = [f"/{path.removeprefix(root)}/" for path in own if path and path.startswith(root)]
    return inside + option("pants_ignore")


def _search(pattern: str, text: str) -> bool:
    import re

    try:
        return re.search(pattern, text) is not None
    except re.error as e:
        raise ValueError(f"`{pattern}` is not a regular expression: {e}") from None


class _Version:
    """`PANTS_VERSION` in BUILD files: a `packaging` version, made when it is first looked at."""

    def _real(self) -> Any:
        from pants.version import PANTS_SEMVER

        return PANTS_SEMVER

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def __repr__(self) -> str:
        return repr(self._real())

    def __str__(self) -> str:
        return str(self._real())

    def __eq__(self, other: object) -> bool:
        return bool(self._real() == other)

    def __lt__(self, other: object) -> bool:
        return bool(self._real() < other)

    def __le__(self, other: object) -> bool:
        return bool(self._real() <= other)

    def __gt__(self, other: object) -> bool:
        return bool(self._real() > other)

    def __ge__(self, other: object) -> bool:
        return bool(self._real() >= other)

    def __hash__(self) -> int:
        return hash(self._real())
