"""`[regex-lint]`: patterns that files must or must not have."""

from __future__ import annotations

from pants.option.option_types import DictOption, EnumOption, SkipOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class DetailLevel(PlainEnum):
    """How much is said of each file."""

    none = "none"
    summary = "summary"
    nonmatching = "nonmatching"
    names = "names"
    all = "all"


class RegexLintSubsystem(Subsystem):
    options_scope = "regex-lint"
    name = "regex-lint"
    help = "Regular expressions that the content of files must match, or must not."

    skip = SkipOption("lint")
    _config = DictOption(
        fromfile=True,
        help="Which files must match what: `path_patterns` and `content_patterns`, lists of "
        "`{'name': ..., 'pattern': ...}`, and `required_matches`, which says by names of the "
        "former which of the latter these files must match. A content pattern with "
        "`'inverted': True` must not match.",
    )
    detail_level = EnumOption(
        default=DetailLevel.nonmatching,
        help="How much to print: nothing, a summary, the files that fail, all files, or all files "
        "with all patterns.",
    )
