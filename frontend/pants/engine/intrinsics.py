"""Rules that the engine itself provides: files, processes, scanners, the run."""

from __future__ import annotations

from pants.engine.fs import (
    AddPrefix,
    CreateDigest,
    Digest,
    DigestContents,
    DigestEntries,
    DigestSubset,
    MergeDigests,
    NativeDownloadFile,
    PathGlobs,
    PathMetadataRequest,
    PathMetadataResult,
    Paths,
    RemovePrefix,
    Snapshot,
)
from pants.engine.internals.docker import DockerResolveImageRequest, DockerResolveImageResult
from pants.engine.internals.native_dep_inference import (
    NativeDependenciesRequest,
    NativeDockerfileInfos,
    NativeJavascriptFilesDependencies,
    NativePythonFilesDependencies,
)
from pants.engine.internals.session import RunId, SessionValues
from pants.engine.process import (
    FallibleProcessResult,
    InteractiveProcess,
    InteractiveProcessResult,
    Process,
    ProcessExecutionEnvironment,
    ProcessResultWithRetries,
    ProcessWithRetries,
)
from pants.engine.rules import _uncacheable_rule, collect_rules, implicitly, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


@rule(native="create_digest")
async def create_digest(create_digest: CreateDigest) -> Digest:
    """The digest of new files, links and folders."""


@rule(native="path_globs_to_digest")
async def path_globs_to_digest(path_globs: PathGlobs) -> Digest:
    """The digest of the files of the repository that globs match."""


@rule(native="path_globs_to_paths")
async def path_globs_to_paths(path_globs: PathGlobs) -> Paths:
    """The names of the files and folders of the repository that globs match."""


@rule(native="download_file")
async def download_file(native_download_file: NativeDownloadFile) -> Digest:
    """The digest of a file from a URL."""


@rule(native="digest_to_snapshot")
async def digest_to_snapshot(digest: Digest) -> Snapshot:
    """The names in a digest."""


@rule(native="get_digest_contents")
async def get_digest_contents(digest: Digest) -> DigestContents:
    """The files of a digest with what is in them."""


@rule(native="get_digest_entries")
async def get_digest_entries(digest: Digest) -> DigestEntries:
    """The files, links and empty folders of a digest."""


@rule(native="merge_digests")
async def merge_digests(merge_digests: MergeDigests) -> Digest:
    """One digest of several."""


@rule(native="remove_prefix")
async def remove_prefix(remove_prefix: RemovePrefix) -> Digest:
    """The digest of what lies in a folder."""


@rule(native="add_prefix")
async def add_prefix(add_prefix: AddPrefix) -> Digest:
    """The digest with everything in a folder."""


@rule(native="digest_subset_to_digest")
async def digest_subset_to_digest(digest_subset: DigestSubset) -> Digest:
    """The part of a digest that globs match."""


@rule(native="path_metadata_request")
async def path_metadata_request(request: PathMetadataRequest) -> PathMetadataResult:
    """What kind of thing is at a path."""


@rule(native="execute_process")
async def execute_process(
    process: Process, process_execution_environment: ProcessExecutionEnvironment
) -> FallibleProcessResult:
    """Run a process, or find what came of it before."""


@rule
async def execute_process_with_retry(req: ProcessWithRetries) -> ProcessResultWithRetries:
    """Run a process again while it fails."""
    results: list[FallibleProcessResult] = []
    for attempt in range(req.attempts):
        process = _with_attempt(req.proc, attempt)
        result = await execute_process(process, **implicitly())
        results.append(result)
        if result.exit_code == 0:
            break
    return ProcessResultWithRetries(tuple(results))


def _with_attempt(process: Process, attempt: int) -> Process:
    from dataclasses import fields

    values = {field.name: getattr(process, field.name) for field in fields(process)}
    values["attempt"] = attempt
    return Process(**values)


@_uncacheable_rule(native="session_values")
async def session_values() -> SessionValues:
    """The values that belong to this run."""


@_uncacheable_rule(native="run_id")
async def run_id() -> RunId:
    """The number of this run."""


@_uncacheable_rule(native="interactive_process")
async def _interactive_process(
    process: InteractiveProcess, process_execution_environment: ProcessExecutionEnvironment
) -> InteractiveProcessResult:
    """Run a process that has the terminal."""


async def run_interactive_process_in_environment(
    process: InteractiveProcess, environment_name: Any
) -> InteractiveProcessResult:
    """Run a process that has the terminal, in an environment."""
    from pants.engine.environment import EnvironmentName

    if not process.restartable:
        process.side_effected()
    return await _interactive_process(
        **implicitly({process: InteractiveProcess, environment_name: EnvironmentName})
    )


async def run_interactive_process(process: InteractiveProcess) -> InteractiveProcessResult:
    """Run a process that has the terminal, on this machine."""
    if not process.restartable:
        process.side_effected()
    return await _interactive_process(**implicitly({process: InteractiveProcess}))


@rule(native="docker_resolve_image")
async def docker_resolve_image(request: DockerResolveImageRequest) -> DockerResolveImageResult:
    """Which image a name means now."""


@rule(native="parse_python_deps")
async def parse_python_deps(
    deps_request: NativeDependenciesRequest,
) -> NativePythonFilesDependencies:
    """What Python files import."""


@rule(native="parse_javascript_deps")
async def parse_javascript_deps(
    deps_request: NativeDependenciesRequest,
) -> NativeJavascriptFilesDependencies:
    """What JavaScript files import."""


@rule(native="parse_dockerfile_info")
async def parse_dockerfile_info(deps_request: NativeDependenciesRequest) -> NativeDockerfileInfos:
    """What Dockerfiles refer to."""


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
