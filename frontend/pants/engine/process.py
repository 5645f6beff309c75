"""Processes: what to run with which files, and what came out."""

from __future__ import annotations

from pants.engine.engine_aware import SideEffecting
from pants.engine.internals.native_engine import (
    EMPTY_DIGEST,
    Digest,
    FileDigest,
    FrozenDict,
)
from pants.engine.internals.session import RunId
from pants.engine.platform import Platform
from pants.engine.rules import collect_rules, rule
from pants.option.global_options import KeepSandboxes
from pants.util.logging import LogLevel
from pants.util.plain_enum import PlainEnum
from pants.util.record import Hidden, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

__all__ = (
    "FallibleProcessResult",
    "InteractiveProcess",
    "InteractiveProcessResult",
    "Process",
    "ProcessCacheScope",
    "ProcessConcurrency",
    "ProcessExecutionEnvironment",
    "ProcessExecutionFailure",
    "ProcessResult",
    "ProcessResultMetadata",
    "ProcessResultWithRetries",
    "ProcessWithRetries",
    "ProductDescription",
    "execute_process_or_raise",
    "fallible_to_exec_result_or_raise",
    "rules",
)


class ProductDescription(Record):
    """What a process is for, for the message when it fails."""

    value: str


class ProcessCacheScope(PlainEnum):
    """For how long, and whether also on failure, the result of a process is kept."""

    ALWAYS = "always"
    SUCCESSFUL = "successful"
    LOCAL_ALWAYS = "local_always"
    LOCAL_SUCCESSFUL = "local_successful"
    PER_RESTART_ALWAYS = "per_restart_always"
    PER_RESTART_SUCCESSFUL = "per_restart_successful"
    PER_SESSION = "per_session"


class ProcessConcurrency(Record):
    """How many processors a process uses."""

    kind: str
    min: int | None
    max: int | None

    def __post_init__(self) -> None:
        if self.min is not None and self.min < 1:
            raise ValueError(f"min concurrency must be >= 1, got {self.min}")
        if self.max is not None and self.max < 1:
            raise ValueError(f"max concurrency must be >= 1, got {self.max}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min concurrency must be <= max, got {self.min} and {self.max}")
        if self.kind == "exactly" and self.min != self.max:
            raise ValueError(f"exactly: min and max must be equal, got {self.min} and {self.max}")

    @staticmethod
    def range(max: int, min: int = 1) -> ProcessConcurrency:
        """From `min` to `max` processors; `{pants_concurrency}` in argv is how many there are."""
        return ProcessConcurrency("range", min, max)

    @staticmethod
    def exactly(count: int) -> ProcessConcurrency:
        """So many processors."""
        return ProcessConcurrency("exactly", count, count)

    @staticmethod
    def exclusive() -> ProcessConcurrency:
        """The whole machine."""
        return ProcessConcurrency("exclusive", None, None)


class Process(Record):
    """A command line, its files and its environment, and which files to keep of what it writes.

    Paths are relative to a sandbox that holds the files of `input_digest`; outputs are relative
    to the `working_directory` in it.
    """

    argv: tuple[str, ...]
    description: str = Hidden()
    level: LogLevel
    input_digest: Digest
    immutable_input_digests: FrozenDict[str, Digest]
    use_nailgun: tuple[str, ...]
    working_directory: str | None
    env: FrozenDict[str, str]
    append_only_caches: FrozenDict[str, str]
    output_files: tuple[str, ...]
    output_directories: tuple[str, ...]
    timeout_seconds: int | float
    jdk_home: str | None
    execution_slot_variable: str | None
    concurrency_available: int
    concurrency: ProcessConcurrency | None
    cache_scope: ProcessCacheScope
    remote_cache_speculation_delay_millis: int
    attempt: int

    def __init__(
        self,
        argv: Iterable[str],
        *,
        description: str,
        level: LogLevel = LogLevel.INFO,
        input_digest: Digest = EMPTY_DIGEST,
        immutable_input_digests: Mapping[str, Digest] | None = None,
        use_nailgun: Iterable[str] = (),
        working_directory: str | None = None,
        env: Mapping[str, str] | None = None,
        append_only_caches: Mapping[str, str] | None = None,
        output_files: Iterable[str] | None = None,
        output_directories: Iterable[str] | None = None,
        timeout_seconds: int | float | None = None,
        jdk_home: str | None = None,
        execution_slot_variable: str | None = None,
        concurrency_available: int = 0,
        concurrency: ProcessConcurrency | None = None,
        cache_scope: ProcessCacheScope = ProcessCacheScope.SUCCESSFUL,
        remote_cache_speculation_delay_millis: int = 0,
        attempt: int = 0,
    ) -> None:
        if isinstance(argv, str):
            raise ValueError(f"argv holds the words of the command, one string each, not {argv!r}.")
        self._fill(
            argv=tuple(argv),
            description=description,
            level=level,
            input_digest=input_digest,
            immutable_input_digests=FrozenDict(immutable_input_digests or {}),
            use_nailgun=tuple(use_nailgun),
            working_directory=working_directory,
            env=FrozenDict(env or {}),
            append_only_caches=FrozenDict(append_only_caches or {}),
            output_files=tuple(output_files or ()),
            output_directories=tuple(output_directories or ()),
            timeout_seconds=timeout_seconds if timeout_seconds and timeout_seconds > 0 else -1,
            jdk_home=jdk_home,
            execution_slot_variable=execution_slot_variable,
            concurrency_available=concurrency_available,
            concurrency=concurrency,
            cache_scope=cache_scope,
            remote_cache_speculation_delay_millis=remote_cache_speculation_delay_millis,
            attempt=attempt,
        )


class ProcessExecutionEnvironment(Record):
    """Where a process runs: on this machine, in a container, or by a remote service."""

    environment_name: str | None
    platform: str
    docker_image: str | None
    remote_execution: bool
    remote_execution_extra_platform_properties: tuple[tuple[str, str], ...]
    execute_in_workspace: bool
    keep_sandboxes: str

    def __init__(
        self,
        *,
        environment_name: str | None,
        platform: str,
        docker_image: str | None,
        remote_execution: bool,
        remote_execution_extra_platform_properties: Iterable[tuple[str, str]] = (),
        execute_in_workspace: bool,
        keep_sandboxes: str = "never",
    ) -> None:
        if docker_image and remote_execution:
            raise ValueError(
                "docker_image and remote_execution exclude each other: a process runs in one place."
            )
        if execute_in_workspace and (docker_image or remote_execution):
            raise ValueError("workspace execution is only available locally")
        self._fill(
            environment_name=environment_name,
            platform=platform,
            docker_image=docker_image,
            remote_execution=remote_execution,
            remote_execution_extra_platform_properties=tuple(
                [tuple(pair) for pair in remote_execution_extra_platform_properties]
            ),
            execute_in_workspace=execute_in_workspace,
            keep_sandboxes=keep_sandboxes,
        )

    @property
    def environment_type(self) -> str:
        """Which of the places."""
        if self.remote_execution:
            return "remote"
        return "docker" if self.docker_image else "local"


class ProcessWithRetries(Record):
    """Asks for a process to be run again while it fails."""

    proc: Process
    attempts: int


class ProcessResultMetadata(Record):
    """How a result came about."""

    total_elapsed_ms: int | None
    execution_environment: ProcessExecutionEnvironment
    _source: str
    source_run_id: int

    class Source(PlainEnum):
        """Where a result came from."""

        RAN = "ran"
        HIT_LOCALLY = "hit_locally"
        HIT_REMOTELY = "hit_remotely"
        MEMOIZED = "memoized"

    def source(self, current_run_id: RunId) -> ProcessResultMetadata.Source:
        """Where it came from, as this run sees it."""
        if int(current_run_id) != self.source_run_id:
            return self.Source.MEMOIZED
        return self.Source(self._source)


class FallibleProcessResult(Record):
    """What came of a process, which may have failed."""

    stdout: bytes
    stdout_digest: FileDigest
    stderr: bytes
    stderr_digest: FileDigest
    exit_code: int
    output_digest: Digest
    metadata: ProcessResultMetadata = Hidden()


class ProcessResult(Record):
    """What came of a process that succeeded."""

    stdout: bytes
    stdout_digest: FileDigest
    stderr: bytes
    stderr_digest: FileDigest
    output_digest: Digest
    metadata: ProcessResultMetadata = Hidden()

    @property
    def platform(self) -> Platform:
        """What it ran on."""
        return Platform(self.metadata.execution_environment.platform)


class ProcessResultWithRetries(Record):
    """What came of each attempt."""

    results: tuple[FallibleProcessResult, ...]

    @property
    def last(self) -> FallibleProcessResult:
        """The last attempt."""
        return self.results[-1]


class ProcessExecutionFailure(Exception):
    """A process that had to succeed failed."""

    def __init__(
        self,
        exit_code: int,
        stdout: bytes,
        stderr: bytes,
        process_description: str,
        *,
        keep_sandboxes: KeepSandboxes,
    ) -> None:
        self.exit_code = exit_code
        self.stdout = stdout
        self.stderr = stderr
        parts = [
            f"Process '{process_description}' failed with exit code {exit_code}.",
            "stdout:",
            _readable(stdout),
            "stderr:",
            _readable(stderr),
        ]
        if keep_sandboxes == KeepSandboxes.never:
            parts.append(
                "\n\nRun with `--keep-sandboxes=on_failure` to look at the files that it had."
            )
        super().__init__("\n".join(parts))


def _readable(output: bytes) -> str:
    try:
        return output.decode()
    except ValueError:
        shown = repr(output)
        return shown if len(shown) <= 256 else f"{shown[:256]}..."


@rule
async def get_multi_platform_request_description(req: Process) -> ProductDescription:
    """What a process is for."""
    return ProductDescription(req.description)


@rule
async def fallible_to_exec_result_or_raise(
    fallible_result: FallibleProcessResult,
    description: ProductDescription,
    keep_sandboxes: KeepSandboxes,
) -> ProcessResult:
    """The result of a process that had to succeed; raises if it failed."""
    if fallible_result.exit_code == 0:
        return ProcessResult(
            stdout=fallible_result.stdout,
            stdout_digest=fallible_result.stdout_digest,
            stderr=fallible_result.stderr,
            stderr_digest=fallible_result.stderr_digest,
            output_digest=fallible_result.output_digest,
            metadata=fallible_result.metadata,
        )
    raise ProcessExecutionFailure(
        fallible_result.exit_code,
        fallible_result.stdout,
        fallible_result.stderr,
        description.value,
        keep_sandboxes=keep_sandboxes,
    )


execute_process_or_raise = fallible_to_exec_result_or_raise


class InteractiveProcessResult(Record):
    """The exit code of a process that had the terminal."""

    exit_code: int


class InteractiveProcess(SideEffecting, Record):
    """A process that has the terminal; `{chroot}` in its environment is the sandbox."""

    process: Process
    run_in_workspace: bool
    forward_signals_to_process: bool
    restartable: bool
    keep_sandboxes: KeepSandboxes

    def __init__(
        self,
        argv: Iterable[str],
        *,
        env: Mapping[str, str] | None = None,
        description: str = "Interactive process",
        input_digest: Digest = EMPTY_DIGEST,
        run_in_workspace: bool = False,
        forward_signals_to_process: bool = True,
        restartable: bool = False,
        append_only_caches: Mapping[str, str] | None = None,
        immutable_input_digests: Mapping[str, Digest] | None = None,
        keep_sandboxes: KeepSandboxes = KeepSandboxes.never,
        working_directory: str | None = None,
    ) -> None:
        self._fill(
            process=Process(
                argv,
                description=description,
                env=env,
                input_digest=input_digest,
                append_only_caches=append_only_caches,
                immutable_input_digests=immutable_input_digests,
                working_directory=working_directory,
            ),
            run_in_workspace=run_in_workspace,
            forward_signals_to_process=forward_signals_to_process,
            restartable=restartable,
            keep_sandboxes=keep_sandboxes,
        )

    @classmethod
    def from_process(
        cls,
        process: Process,
        *,
        forward_signals_to_process: bool = True,
        restartable: bool = False,
    ) -> InteractiveProcess:
        """A process that was to run in the background, with the terminal."""
        return cls(
            argv=process.argv,
            env=process.env,
            description=process.description,
            input_digest=process.input_digest,
            forward_signals_to_process=forward_signals_to_process,
            restartable=restartable,
            append_only_caches=process.append_only_caches,
            immutable_input_digests=process.immutable_input_digests,
            working_directory=process.working_directory,
        )


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
