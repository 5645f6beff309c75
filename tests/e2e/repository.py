"""A little repository, and the executable to run in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

Result = subprocess.CompletedProcess


class Repo:
    """A repository, and the executable to run in it."""

    def __init__(self, folder: Path, pants: Callable[..., Result]) -> None:
        self.folder = folder
        self._pants = pants

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)

    def run(self, *args: str, cwd: str = "", env: Mapping[str, str] | None = None) -> Result:
        return self._pants(*args, cwd=self.folder / cwd, env=env)

    def lines(self, *args: str, cwd: str = "", env: Mapping[str, str] | None = None) -> list[str]:
        done = self.run(*args, cwd=cwd, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def error(self, *args: str, env: Mapping[str, str] | None = None) -> str:
        """What is said when it fails: with exit code 1 or 2, and no traceback."""
        done = self.run(*args, env=env)
        assert done.returncode in (1, 2), done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr + done.stdout
