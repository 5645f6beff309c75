"""The page that `pants help` prints."""

from __future__ import annotations

from pants.version import MAJOR_MINOR, VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.help.layout import Layout

_COMMANDS = (
    ("[options] [goals] [inputs]", "Do what the goals say with the inputs."),
    ("help", "Show this page."),
    ("help goals", "What there is to do: all goals."),
    ("help targets", "The target types that BUILD files can use."),
    ("help subsystems", "Everything else that has options, such as tools."),
    ("help tools", "The external tools, with their versions."),
    ("help backends", "Which backends there are, and which are on."),
    ("help-advanced backends", "The same, with experimental ones."),
    ("help symbols", "The functions and objects of BUILD files."),
    ("help-advanced symbols", "The same, with target types."),
    ("help api-types", "The types that plugins can use."),
    ("help global", "The options for all goals."),
    ("help-advanced global", "The same, with those that are seldom needed."),
    ("help [name]", "Explain a goal, subsystem, target type, field, rule, type, variable."),
    ("help-advanced [name]", "The same, with options that are seldom needed."),
    ("help-all", "All of it, as JSON."),
)

_INPUTS = (
    "A file: path/to/file.ext",
    "A glob of files, quoted for the shell: 'path/**/*.ext'",
    "A folder: path/to/dir",
    "A folder and all below it: path/to/dir::",
    "The address of a target: path/to/dir:name",
    "Any of these with a `-` in front, to leave it out: -path/to/dir::",
)


def print_usage(layout: Layout) -> None:
    """Write the page."""
    layout.lines(("", layout.green(f"Pants {VERSION}"), "", layout.green("Usage:"), ""))
    for words, text in _COMMANDS:
        command = f"pants {words}"
        layout.line(f"  {layout.cyan(command)}{' ' * (41 - len(command))}  {text}")
    layout.lines(("", "  [inputs] can be:"))
    layout.lines([f"     {text}" for text in _INPUTS])
    layout.lines(("", f"Documentation: https://www.pantsbuild.org/{MAJOR_MINOR}/docs"))
