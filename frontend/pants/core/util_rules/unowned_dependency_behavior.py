"""What to do when code uses something that no target provides."""

from __future__ import annotations

from pants.option.option_types import EnumOption
from pants.util.plain_enum import PlainEnum


class UnownedDependencyUsage(PlainEnum):
    RaiseError = "error"
    LogWarning = "warning"
    DoNothing = "ignore"


class UnownedDependencyError(Exception):
    """Code uses something that no target provides, and that is to be an error."""


class UnownedDependencyUsageOption(EnumOption):
    """`unowned_dependency_behavior`, with the words of the language filled in."""

    def __init__(self, *, example_runtime_issue: str, how_to_ignore: str) -> None:
        super().__init__(
            "--unowned-dependency-behavior",
            default=UnownedDependencyUsage.LogWarning,
            help="What to do with an import that nothing in the repository provides. It usually "
            f"ends in {example_runtime_issue} when the code runs. To allow a single one, "
            f"{how_to_ignore}.",
        )
