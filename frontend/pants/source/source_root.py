"""Source roots: the folders that imports start from."""

from __future__ import annotations

from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem


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
