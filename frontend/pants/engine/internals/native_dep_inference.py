"""What the scanners of the engine find in files."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class NativePythonFileDependencies(Record):
    """What a Python file imports."""

    imports: FrozenDict[str, tuple[int, bool]]
    string_candidates: FrozenDict[str, int]
    explicit_dependencies: FrozenDict[str, int]

    def __init__(
        self,
        imports: Mapping[str, tuple[int, bool]],
        string_candidates: Mapping[str, int],
        explicit_dependencies: Mapping[str, int],
    ) -> None:
        self._fill(
            imports=FrozenDict(imports),
            string_candidates=FrozenDict(string_candidates),
            explicit_dependencies=FrozenDict(explicit_dependencies),
        )


class NativePythonFilesDependencies(Record):
    """What Python files import, by path."""

    path_to_deps: FrozenDict[str, NativePythonFileDependencies]


class JavascriptDependencyCandidate(Record):
    """What an import of JavaScript may mean."""

    file_imports: frozenset[str]
    package_imports: frozenset[str]

    def __init__(self, file_imports: set[str], package_imports: set[str]) -> None:
        self._fill(
            file_imports=frozenset(file_imports), package_imports=frozenset(package_imports)
        )


class NativeJavascriptFileDependencies(Record):
    """What a JavaScript file imports."""

    imports: FrozenDict[str, JavascriptDependencyCandidate]

    def __init__(self, imports: Mapping[str, JavascriptDependencyCandidate]) -> None:
        self._fill(imports=FrozenDict(imports))


class NativeJavascriptFilesDependencies(Record):
    """What JavaScript files import, by path."""

    path_to_deps: FrozenDict[str, NativeJavascriptFileDependencies]


class NativeDockerfileInfo(Record):
    """What a Dockerfile refers to."""

    source: str
    build_args: tuple[str, ...]
    copy_source_paths: tuple[str, ...]
    copy_build_args: tuple[str, ...]
    from_image_build_args: tuple[str, ...]
    version_tags: tuple[str, ...]


class NativeDockerfileInfos(Record):
    """What Dockerfiles refer to, by path."""

    path_to_infos: FrozenDict[str, NativeDockerfileInfo]
