"""Values with which BUILD files describe the scripts of a `package.json`."""

from __future__ import annotations

from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import ClassVar


def _strings(name: str, value: Iterable[str]) -> tuple[str, ...]:
    """A string is iterable too, and would silently become a tuple of letters."""
    strings = (value,) if isinstance(value, str) else tuple(value)
    if isinstance(value, str) or not all(isinstance(item, str) for item in strings):
        raise ValueError(f"`{name}` must be a list of strings, not {value!r}")
    return strings


class NodeScript(Record):
    """Base of the scripts; `entry_point` is the name in `package.json`."""

    alias: ClassVar[str]
    entry_point: str

    def __str__(self) -> str:
        return f"{self.alias}(entry_point={self.entry_point!r}, ...)"


class NodeRunScript(NodeScript):
    """A script for the `run` goal."""

    alias = "node_run_script"

    entry_point: str
    extra_env_vars: tuple[str, ...] = ()

    @classmethod
    def create(cls, entry_point: str, extra_env_vars: Iterable[str] = ()) -> NodeRunScript:
        """A script of `package.json` that the `run` goal can start."""
        return cls(entry_point, _strings("extra_env_vars", extra_env_vars))


class NodeBuildScript(NodeScript):
    """A script whose output other targets can use."""

    alias = "node_build_script"

    entry_point: str
    output_directories: tuple[str, ...] = ()
    output_files: tuple[str, ...] = ()
    extra_caches: tuple[str, ...] = ()
    extra_env_vars: tuple[str, ...] = ()
    description: str | None = None
    tags: tuple[str, ...] = ()

    @classmethod
    def create(
        cls,
        entry_point: str,
        output_directories: Iterable[str] = (),
        output_files: Iterable[str] = (),
        extra_caches: Iterable[str] = (),
        extra_env_vars: Iterable[str] = (),
        description: str | None = None,
        tags: Iterable[str] = (),
    ) -> NodeBuildScript:
        """A script of `package.json` that writes files, which dependents and `package` can use."""
        return cls(
            entry_point,
            _strings("output_directories", output_directories),
            _strings("output_files", output_files),
            _strings("extra_caches", extra_caches),
            _strings("extra_env_vars", extra_env_vars),
            description,
            _strings("tags", tags),
        )


class NodeTestScript(NodeScript):
    """The script for the `test` goal."""

    alias = "node_test_script"

    entry_point: str = "test"
    report_args: tuple[str, ...] = ()
    report_output_files: tuple[str, ...] = ()
    report_output_directories: tuple[str, ...] = ()
    coverage_args: tuple[str, ...] = ()
    coverage_output_files: tuple[str, ...] = ()
    coverage_output_directories: tuple[str, ...] = ()
    coverage_entry_point: str | None = None

    @classmethod
    def create(
        cls,
        entry_point: str = "test",
        report_args: Iterable[str] = (),
        report_output_files: Iterable[str] = (),
        report_output_directories: Iterable[str] = (),
        coverage_args: Iterable[str] = (),
        coverage_output_files: Iterable[str] = (),
        coverage_output_directories: Iterable[str] = (),
        coverage_entry_point: str | None = None,
    ) -> NodeTestScript:
        """The script of `package.json` that runs tests, how it reports and how it measures."""
        return cls(
            entry_point,
            _strings("report_args", report_args),
            _strings("report_output_files", report_output_files),
            _strings("report_output_directories", report_output_directories),
            _strings("coverage_args", coverage_args),
            _strings("coverage_output_files", coverage_output_files),
            _strings("coverage_output_directories", coverage_output_directories),
            coverage_entry_point,
        )

    def supports_coverage(self) -> bool:
        return bool(self.coverage_entry_point or self.coverage_args)
