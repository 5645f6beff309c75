"""What the scanners of the engine find in files."""

from __future__ import annotations

from pants.engine.internals.native_engine import Digest, FrozenDict
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class InferenceMetadata(Record):
    """What the scanner of JavaScript needs to know of the package that a file is in."""

    package_root: str
    import_patterns: tuple[tuple[str, tuple[str, ...]], ...]
    config_root: str | None = None
    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def javascript(
        cls,
        *,
        package_root: str,
        import_patterns: Mapping[str, Iterable[str]],
        config_root: str | None,
        paths: Mapping[str, Iterable[str]],
    ) -> InferenceMetadata:
        """From what `package.json` and `tsconfig.json` say."""
        return cls(package_root, _patterns(import_patterns), config_root, _patterns(paths))


def _patterns(patterns: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple([(name, tuple(values)) for name, values in patterns.items()])


class NativeDependenciesRequest(Record):
    """Asks what the files of a digest refer to."""

    digest: Digest
    metadata: InferenceMetadata | None = None


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
        self._fill(file_imports=frozenset(file_imports), package_imports=frozenset(package_imports))


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
