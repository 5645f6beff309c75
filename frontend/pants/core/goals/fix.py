"""The goal `fix`: change code so that tools have nothing to say."""

from __future__ import annotations

from pants.core.goals.lint import (
    AbstractLintRequest,
    LintFilesRequest,
    LintResult,
    LintTargetsRequest,
)
from pants.core.goals.multi_tool_goal_helper import BatchSizeOption, OnlyOption
from pants.core.util_rules.partitions import PartitionerType, Partitions
from pants.engine.engine_aware import EngineAwareReturnType
from pants.engine.environment import EnvironmentName
from pants.engine.fs import Snapshot
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.intrinsics import digest_to_snapshot
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule, distinct_union_type_per_subclass, union
from pants.option.option_types import BoolOption
from pants.util.logging import LogLevel
from pants.util.record import Record
from pants.util.strutil import Simplifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar

    from pants.engine.process import FallibleProcessResult, ProcessResult

__all__ = [
    "AbstractFixRequest",
    "Fix",
    "FixFilesRequest",
    "FixResult",
    "FixSubsystem",
    "FixTargetsRequest",
    "PartitionerType",
    "Partitions",
]


class FixResult(Record, EngineAwareReturnType):
    """Files before and after a tool."""

    input: Snapshot
    output: Snapshot
    stdout: str
    stderr: str
    tool_name: str

    @staticmethod
    async def create(
        request: AbstractFixRequest.Batch,
        process_result: ProcessResult | FallibleProcessResult,
        *,
        output_simplifier: Simplifier = Simplifier(),
    ) -> FixResult:
        """The result of a tool's process."""
        return FixResult(
            input=request.snapshot,
            output=await digest_to_snapshot(process_result.output_digest),
            stdout=output_simplifier.simplify(process_result.stdout),
            stderr=output_simplifier.simplify(process_result.stderr),
            tool_name=request.tool_name,
        )

    @property
    def did_change(self) -> bool:
        """Whether the tool changed something."""
        return self.output != self.input

    def level(self) -> LogLevel | None:
        return LogLevel.WARN if self.did_change else LogLevel.INFO

    def message(self) -> str | None:
        return f"{self.tool_name} made {'changes' if self.did_change else 'no changes'}."

    def cacheable(self) -> bool:
        return False  # it is shown in every run


@union
class AbstractFixRequest(AbstractLintRequest):
    """A tool that changes files, and serves as a linter, too."""

    is_fixer = True

    #: Whether `lint` runs the tool, too.
    enable_lint_rules: ClassVar[bool] = True

    @distinct_union_type_per_subclass(in_scope_types=[EnvironmentName])
    class Batch(AbstractLintRequest.Batch):
        """Files for one process."""

        snapshot: Snapshot

        @property
        def files(self) -> tuple[str, ...]:
            return tuple(self.elements)

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        if cls.enable_lint_rules:
            yield from super()._get_rules()
        yield UnionRule(AbstractFixRequest, cls)
        yield UnionRule(AbstractFixRequest.Batch, cls.Batch)


class FixTargetsRequest(AbstractFixRequest, LintTargetsRequest):
    """A tool that changes the files of targets."""

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield from super()._get_rules()
        yield from cls.partitioner_type.default_rules(cls, by_file=True)
        yield UnionRule(FixTargetsRequest.PartitionRequest, cls.PartitionRequest)


class FixFilesRequest(AbstractFixRequest, LintFilesRequest):
    """A tool that changes files, whether targets own them or not."""

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield from super()._get_rules()
        if not cls.enable_lint_rules:
            yield from cls.partitioner_type.default_rules(cls, by_file=True)
        yield UnionRule(FixFilesRequest.PartitionRequest, cls.PartitionRequest)


class FixSubsystem(GoalSubsystem):
    name = "fix"
    help = "Let tools change code: what alters its meaning, and its format too."
    required_union_implementations = (AbstractFixRequest,)

    only = OnlyOption("fixer", "autoflake", "pyupgrade")
    skip_formatters = BoolOption(
        default=False,
        help="Leave out the tools that `fmt` runs.",
    )
    batch_size = BatchSizeOption(uppercase="Fixer", lowercase="fixer")


class Fix(Goal):
    subsystem_cls = FixSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@rule(polymorphic=True)
async def fix_batch(batch: AbstractFixRequest.Batch) -> FixResult:
    """Run a tool on a batch."""
    raise NotImplementedError()


@rule(polymorphic=True)
async def partition_targets(req: FixTargetsRequest.PartitionRequest) -> Partitions:
    """Divide the files of targets."""
    raise NotImplementedError()


@rule(polymorphic=True)
async def partition_files(req: FixFilesRequest.PartitionRequest) -> Partitions:
    """Divide files."""
    raise NotImplementedError()


@rule(level=LogLevel.DEBUG)
async def convert_fix_result_to_lint_result(fix_result: FixResult) -> LintResult:
    """A tool that would change something is a linter that complains."""
    return LintResult(
        1 if fix_result.did_change else 0,
        fix_result.stdout,
        fix_result.stderr,
        linter_name=fix_result.tool_name,
        _render_message=False,
    )


def rules() -> Iterable[Any]:
    return collect_rules()
