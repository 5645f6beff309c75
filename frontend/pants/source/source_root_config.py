"""The options that say which folders are source roots."""

from __future__ import annotations

from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath


class InvalidSourceRootPatternError(Exception):
    """A pattern cannot be that of a source root."""


class InvalidMarkerFileError(Exception):
    """A name cannot be that of a file that marks a source root."""


class SourceRootPatternMatcher:
    """Tells source roots by patterns.

    `/src` is that folder at the root of the repository, `src` every folder of that name, `/` the
    root itself.
    """

    def __init__(self, root_patterns: Iterable[str]) -> None:
        self.root_patterns = tuple(root_patterns)
        for pattern in self.root_patterns:
            if ".." in pattern.split("/"):
                raise InvalidSourceRootPatternError(
                    f"`[source].root_patterns`: `{pattern}` has a `..`, but source roots are "
                    "folders of this repository."
                )

    def get_patterns(self) -> tuple[str, ...]:
        """The patterns."""
        return self.root_patterns

    def matches_root_patterns(self, relpath: PurePath) -> bool:
        """Whether a folder is a source root."""
        from pathlib import PurePath

        absolute = PurePath("/") / relpath
        return any(
            pattern.strip("/") == "" and str(relpath) == "." or absolute.match(pattern)
            for pattern in self.root_patterns
            if pattern
        )

    def folder_globs(self) -> list[str]:
        """The globs for the folders that may be source roots."""
        globs = []
        for pattern in self.root_patterns:
            inner = pattern.strip("/")
            if not inner:
                globs.append("**")
            else:
                globs.append(inner if pattern.startswith("/") else f"**/{inner}")
        return globs


class SourceRootConfig(Subsystem):
    options_scope = "source"
    help = "Source roots: the folders from which the names of modules and packages count."

    DEFAULT_ROOT_PATTERNS = [
        "/",
        "src",
        "src/python",
        "src/py",
        "src/thrift",
        "src/protobuf",
        "src/protos",
        "src/scala",
        "src/java",
    ]

    root_patterns = StrListOption(
        default=DEFAULT_ROOT_PATTERNS,
        metavar='["pattern1", "pattern2", ...]',
        advanced=True,
        help="Which folders are source roots. `/src` is that folder at the build root, `src` "
        "every folder of that name, `src/*` every folder in one, `/` the build root itself. "
        "Of nested ones the innermost counts.",
    )
    marker_filenames = StrListOption(
        metavar="filename",
        advanced=True,
        help="A folder with a file of one of these names is a source root too, such as "
        "`SOURCE_ROOT` or `setup.py`.",
    )

    def get_pattern_matcher(self) -> SourceRootPatternMatcher:
        """What tells source roots by their patterns."""
        for name in self.marker_filenames:
            if "/" in name or name in ("", ".", ".."):
                raise InvalidMarkerFileError(
                    f"`[source].marker_filenames`: `{name}` is no name of a file; leave out "
                    "folders."
                )
        return SourceRootPatternMatcher(self.root_patterns)
