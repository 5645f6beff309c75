#!/usr/bin/env python3
"""Words that must not be in the tree.

- Paths of somebody's machine: the project works wherever it is unpacked.
- Addresses of servers, but for the few that the ledger names with a reason. Whatever is fetched
  comes from where the user's machine is set up to fetch it from. (`frontend/` is left aside: the
  defaults of options are facts of the release.)
- Reminders in code: what is not done is said in an issue, not in a comment.
"""

from __future__ import annotations

import re
import sys

from lint_files import Report, files, text_of

MACHINE = re.compile(
    r"(?<![\w./~$}*-])/(?:work|farm|home|root|mnt|Users)/\w|/tmp/[a-z]\d+\b|/tmp/brief"
)
HOST = re.compile(r"\b(?:https?|ftp|git|ssh)://(?:[\w.-]+@)?([\w.-]+)", re.ASCII)
REMINDER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

#: Names that are reserved for examples, or are no names.
EXAMPLES = re.compile(
    r"^(?:.*\.)?(?:example(?:\.\w+)?|invalid|localhost|test)$|^(?:\w|host|\.+)$|^e\.com$"
)

#: Folders of code, where reminders are looked for.
CODE = ("src/", "include/", "pyembed/", "frontend/", "tools/", "stdlib_bundle/")

#: Files that hold such words because they are about them.
ABOUT = ("tools/check_words.py", "tests/frontend/test_checks.py")


def check(report: Report, name: str, text: str) -> None:
    """Look at the lines of one file."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := MACHINE.search(line):
            what = match.group()
            report.add("path", name, number, what, f"a path of one machine: {what}")
        if not name.startswith(("frontend/", "stdlib_bundle/licenses/")):
            for host in HOST.findall(line):
                if not EXAMPLES.match(host):
                    report.add("host", name, number, host, f"the address of a server: {host}")
        if name.startswith(CODE) and (match := REMINDER.search(line)):
            report.add("reminder", name, number, match.group(), f"a reminder: {match.group()}")


def main() -> int:
    """Print what is found; 0 when nothing is."""
    report = Report(("path", "host", "reminder"))
    names = [name for name in files() if name not in ABOUT]
    for name in names:
        text = text_of(name)
        if text is not None:
            check(report, name, text)
    return report.finish(f"{len(names)} files have no word that should not be there")


if __name__ == "__main__":
    sys.exit(main())
