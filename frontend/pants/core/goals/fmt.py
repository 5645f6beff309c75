"""The goal `fmt`: change the format of code and nothing else."""

from __future__ import annotations

from pants.core.goals.fix import (
    AbstractFixRequest,
    FixFilesRequest,
    FixResult,
    FixTargetsRequest,
)
from pants.core.goals.multi_tool_goal_helper import BatchSizeOption, OnlyOption
from pants.core.util_rules.partitions import PartitionerType, Partitions
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule, union

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


__all__ = [
    "AbstractFmtRequest",
    "Fmt",
    "FmtFilesRequest",
    "FmtResult",
    "FmtSubsystem",
    "FmtTargetsRequest",
    "PartitionerType",
    "Partitions",
]

FmtResult = FixResult


@union
class AbstractFmtRequest(AbstractFixRequest):
    """A tool that changes the format of files and nothing else."""

    is_formatter = True
    is_fixer = False

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield from super()._get_rules()
        yield UnionRule(AbstractFmtRequest, cls)
        yield UnionRule(AbstractFmtRequest.Batch, cls.Batch)


class FmtTargetsRequest(AbstractFmtRequest, FixTargetsRequest):
    """A formatter of the files of targets."""

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield from super()._get_rules()
        yield UnionRule(FmtTargetsRequest.PartitionRequest, cls.PartitionRequest)


class FmtFilesRequest(AbstractFmtRequest, FixFilesRequest):
    """A formatter of files, whether targets own them or not."""

    @classmethod
    def _get_rules(cls) -> Iterable[Any]:
        yield from super()._get_rules()
        yield UnionRule(FmtFilesRequest.PartitionRequest, cls.PartitionRequest)


class FmtSubsystem(GoalSubsystem):
    name = "fmt"
    help = "Let formatters rewrite code in place."
    required_union_implementations = (AbstractFmtRequest,)

    only = OnlyOption("formatter", "isort", "shfmt")
    batch_size = BatchSizeOption(uppercase="Formatter", lowercase="formatter")


class Fmt(Goal):
    subsystem_cls = FmtSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@rule(polymorphic=True)
async def partition_targets(req: FmtTargetsRequest.PartitionRequest) -> Partitions:
    """Divide the files of targets."""
    raise NotImplementedError()


@rule(polymorphic=True)
async def partition_files(req: FmtFilesRequest.PartitionRequest) -> Partitions:
    """Divide files."""
    raise NotImplementedError()


def rules() -> Iterable[Any]:
    return collect_rules()
