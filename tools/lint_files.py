"""What the checks of this folder share: the project's files, and its ledger of exceptions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: One exception a line: check, file, what, reason; between tabs. Lines with a # in front are text.
LEDGER = ROOT / "tools" / "ledger.tsv"


def files(*folders: str, endings: tuple[str, ...] = ()) -> list[str]:
    """The project's files (also new ones that are not ignored) below folders, sorted."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", *folders]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    names = sorted({name for name in out.split("\0") if name})
    return [n for n in names if n.endswith(endings or "") and (ROOT / n).is_file()]


def text_of(name: str) -> str | None:
    """The text of a file; None when it is no text."""
    data = (ROOT / name).read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


class Report:
    """Collects what a check finds, but for what the ledger excuses."""

    def __init__(self, checks: tuple[str, ...]) -> None:
        """`checks`: the names under which the ledger may excuse something."""
        self.found: list[str] = []
        self._excused: dict[tuple[str, str, str], bool] = {}
        for line in LEDGER.read_text().splitlines():
            if not line or line.startswith("#"):
                continue
            check, name, what, reason = line.split("\t")
            if check in checks:
                if not reason.strip():
                    self.found.append(f"ledger.tsv: {name}: {what} has no reason")
                self._excused[check, name, what] = False

    def add(self, check: str, name: str, line: int, what: str, text: str) -> None:
        """Something is wrong, unless the ledger excuses `what` of that file."""
        if (check, name, what) in self._excused:
            self._excused[check, name, what] = True
        else:
            self.found.append(f"{name}:{line}: {text}")

    def finish(self, fine: str) -> int:
        """Print what was found, entries of the ledger that excuse nothing included."""
        for (check, name, what), used in self._excused.items():
            if not used:
                self.found.append(f"ledger.tsv: {check}: {name}: {what} is not there any more")
        print("\n".join(self.found) if self.found else fine)
        sys.stdout.flush()
        return 1 if self.found else 0
