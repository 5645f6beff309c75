"""The goal `tailor`: write BUILD files for code that has none."""

from __future__ import annotations

import os

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import BoolOption, DictOption, StrListOption, StrOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class TailorSubsystem(GoalSubsystem):
    name = "tailor"
    help = "Add missing targets to BUILD files."

    check = BoolOption(
        default=False,
        help="Write nothing, and fail if there is something to write. For CI.",
    )
    build_file_name = StrOption(
        default="BUILD",
        advanced=True,
        help="The name of new BUILD files. `[GLOBAL].build_patterns` must match it.",
    )
    build_file_header = StrOption(
        default=None,
        advanced=True,
        help="Text to begin new BUILD files with, such as a licence. It must be a comment.",
    )
    build_file_indent = StrOption(
        default="    ",
        advanced=True,
        help="What to indent fields with in BUILD files.",
    )
    _alias_mapping = DictOption[str](
        advanced=True,
        help="Names to write instead of target types, for macros of yours: "
        "`{'python_sources': 'my_python_sources'}`.",
    )
    ignore_paths = StrListOption(
        advanced=True,
        help="Leave these paths alone, in the syntax of `.gitignore`.",
    )
    _ignore_adding_targets = StrListOption(
        advanced=True,
        help="Addresses never to add, such as `project/dir:tgt`. "
        "For code that is deliberately without a target.",
    )

    @property
    def ignore_adding_targets(self) -> set[str]:
        return set(self._ignore_adding_targets)

    def alias_for(self, standard_type: str) -> str | None:
        """The name to write for a target type, if another than its own."""
        return self._alias_mapping.get(standard_type)

    def validate_build_file_name(self, build_file_patterns: Iterable[str]) -> None:
        """Fail if a file of this name would not be read as a BUILD file."""
        from fnmatch import fnmatchcase

        patterns = tuple(build_file_patterns)
        if not any(fnmatchcase(self.build_file_name, pattern) for pattern in patterns):
            raise ValueError(
                f"`[tailor].build_file_name` is `{self.build_file_name}`, which none of "
                f"`[GLOBAL].build_patterns` matches: {list(patterns)}"
            )

    def is_build_file(self, path: str) -> bool:
        return os.path.basename(path) == self.build_file_name


class TailorGoal(Goal):
    subsystem_cls = TailorSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
