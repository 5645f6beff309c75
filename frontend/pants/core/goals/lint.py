"""The goal `lint`: ask tools whether code is good, and change nothing."""

from __future__ import annotations

from pants.core.goals.multi_tool_goal_helper import (
    BatchSizeOption,
    OnlyOption,
    SkippableSubsystem,
)
from pants.core.util_rules.partitions import (
    DefaultPartitioners,
    PartitionerType,
    Partitions,
    _BatchBase,
    _PartitionFieldSetsRequestBase,
    _PartitionFilesRequestBase,
)
from pants.engine.engine_aware import EngineAwareParameter, EngineAwareReturnType
from pants.engine.environment import EnvironmentName
from pants.engine.fs import EMPTY_DIGEST
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.internals.native_engine import Digest
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule, distinct_union_type_per_subclass, union
from pants.option.option_types import BoolOption
from pants.util.logging import LogLevel
from pants.util.meta import classproperty
from pants.util.record import Record
from pants.util.strutil import Simplifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar

    from pants.engine.process import FallibleProcessResult
    from pants.engine.target import FieldSet

#: Where tools leave reports, below the dist folder.
REPORT_DIR = "reports"


class LintResult(Record, EngineAwareReturnType):
    """What a linter says about a batch."""

    exit_code: int
    stdout: str
    stderr: str
    linter_name: str
    partition_description: str | None = None
    report: Digest = EMPTY_DIGEST
    _render_message: bool = True

    @classmethod
    def create(
        cls,
        request: AbstractLintRequest.Batch,
        process_result: FallibleProcessResult,
        *,
        output_simplifier: Simplifier = Simplifier(),
        report: Digest = EMPTY_DIGEST,
    ) -> LintResult:
        """The result of a linter's process."""
        return cls(
            exit_code=process_result.exit_code,
            stdout=output_simplifier.simplify(process_result.stdout),
            stderr=output_simplifier.simplify(process_result.stderr),
            linter_name=request.tool_name,
            partition_description=request.partition_metadata.description,
            report=report,
        )

    def metadata(self) -> dict[str, Any]:
        return {"partition": self.partition_description}

    def level(self) -> LogLevel | None:
        if not self._render_message:
            return None
        return LogLevel.ERROR if self.exit_code != 0 else LogLevel.INFO

    def message(self) -> str | None:
        if not self._render_message:
            return None
        failed = f"failed (exit code {self.exit_code})" if self.exit_code != 0 else "succeeded"
        lines = [f"{self.linter_name} {failed}."]
        if self.partition_description:
            lines.append(f"Partition: {self.partition_description}")
        lines += [text for text in (self.stdout, self.stderr) if text]
        return "\n".join(lines) + ("\n\n" if len(lines) > 1 else "")

    def cacheable(self) -> bool:
        return False  # it is shown in every run


@union
class AbstractLintRequest(DefaultPartitioners):
    """A linter: which inputs it takes, and how they are divided.

    Inherit from `LintTargetsRequest` or `LintFilesRequest`, and register `rules()`.
    """

    tool_subsystem: ClassVar[type[SkippableSubsystem]]
    partitioner_type: ClassVar[PartitionerType] = PartitionerType.CUSTOM

    is_formatter: ClassVar[bool] = False
    is_fixer: ClassVar[bool] = False

    @classproperty
    def _requires_snapshot(cls) -> bool:
        return cls.is_formatter or cls.is_fixer

    @classproperty
    def tool_name(cls) -> str:
        """The name for people."""
        return cls.tool_subsystem.options_scope

    @classproperty
    def tool_id(cls) -> str:
        """The name for `--only`."""
        return cls.tool_name

    @distinct_union_type_per_subclass(in_scope_types=[EnvironmentName])
    class Batch(_BatchBase):
        """Inputs for one process."""

    @classmethod
    def rules(cls) -> Iterable[Any]:
        """What registers the linter."""
        yield from cls._get_rules()

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield UnionRule(AbstractLintRequest, cls)
        yield UnionRule(AbstractLintRequest.Batch, cls.Batch)


class LintTargetsRequest(AbstractLintRequest):
    """A linter for targets."""

    field_set_type: ClassVar[type[FieldSet]]

    @distinct_union_type_per_subclass(in_scope_types=[EnvironmentName])
    class PartitionRequest(_PartitionFieldSetsRequestBase):
        """Asks for the partitions of field sets."""

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield from super()._get_rules()
        if not cls._requires_snapshot:
            yield from cls.partitioner_type.default_rules(cls, by_file=False)
        yield UnionRule(LintTargetsRequest.PartitionRequest, cls.PartitionRequest)


class LintFilesRequest(AbstractLintRequest, EngineAwareParameter):
    """A linter for files, whether targets own them or not."""

    @distinct_union_type_per_subclass(in_scope_types=[EnvironmentName])
    class PartitionRequest(_PartitionFilesRequestBase):
        """Asks for the partitions of files."""

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield from super()._get_rules()
        yield from cls.partitioner_type.default_rules(cls, by_file=True)
        yield UnionRule(LintFilesRequest.PartitionRequest, cls.PartitionRequest)


class LintSubsystem(GoalSubsystem):
    name = "lint"
    help = "Run linters, and formatters and fixers in their checking mode."
    required_union_implementations = (AbstractLintRequest,)

    only = OnlyOption("linter", "flake8", "shellcheck")
    skip_formatters = BoolOption(
        default=False,
        help="Leave out the tools that `fmt` runs.",
    )
    skip_fixers = BoolOption(
        default=False,
        help="Leave out the tools that `fix` runs and `fmt` does not.",
    )
    batch_size = BatchSizeOption(uppercase="Linter", lowercase="linter")


class Lint(Goal):
    subsystem_cls = LintSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@rule(polymorphic=True)
async def partition_targets(req: LintTargetsRequest.PartitionRequest) -> Partitions:
    """Divide the field sets of a linter."""
    raise NotImplementedError()


@rule(polymorphic=True)
async def partition_files(req: LintFilesRequest.PartitionRequest) -> Partitions:
    """Divide the files of a linter."""
    raise NotImplementedError()


@rule(polymorphic=True)
async def lint_batch(batch: AbstractLintRequest.Batch) -> LintResult:
    """Run a linter on a batch."""
    raise NotImplementedError()


def rules() -> Iterable[Any]:
    return collect_rules()
