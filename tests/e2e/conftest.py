"""Fixtures of the end-to-end tests: the executable, run as a user would, with a cache of its own.

The executable is $PANTS_EXECUTABLE, or dist/pants. Nothing of the machine's own Python set-up or
caches is seen by the runs.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from repository import Repo, Result

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def executable() -> Path:
    path = Path(os.environ.get("PANTS_EXECUTABLE", ROOT / "dist" / "pants"))
    assert path.is_file(), f"{path} is missing: ./dev build"
    return path


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder shared by the session, so that the Python prefix is made once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def environment(home: Path) -> dict[str, str]:
    """What the runs see: pip's settings pass through (where packages come from), little else."""
    passed = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "SSL_CERT")) or name.lower().endswith("_proxy")
    }
    return {**passed, "HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """run(ARG..., cwd=, env=) -> CompletedProcess with text output; never raises on failure."""

    def call(*args, cwd=tmp_path, env=None, timeout=300) -> subprocess.CompletedProcess:
        return subprocess.run(
            [os.fspath(arg) for arg in args],
            cwd=cwd,
            env={**environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return call


@pytest.fixture
def new_repo(tmp_path: Path, executable: Path, run: Run) -> Repo:
    """A repository without a file, with a cache of its own."""

    def pants(*args: str, cwd: Path, env: Mapping[str, str] | None) -> Result:
        merged = {"XDG_CACHE_HOME": str(tmp_path / "cache"), **(env or {})}
        return run(executable, *args, cwd=cwd, env=merged)

    folder = tmp_path / "repo"
    folder.mkdir()
    return Repo(folder, pants)


@pytest.fixture
def run_entry(executable: Path, run: Run, tmp_path: Path) -> Run:
    """Runs Python code as the frontend's entry point: what a rule or a plugin would see."""

    def call(code: str, *args: str, env=None, **more) -> subprocess.CompletedProcess:
        frontend = tmp_path / "frontend"
        package = frontend / "pants" / "bin"
        package.mkdir(parents=True, exist_ok=True)
        (frontend / "pants" / "__init__.py").touch()
        (package / "__init__.py").touch()
        body = "".join(f"    {line}\n" for line in code.strip().splitlines())
        (package / "pants_loader.py").write_text(f"def main():\n{body}")
        env = {**(env or {}), "PANTS_FRONTEND_DIR": str(frontend)}
        return run(executable, *args, env=env, **more)

    return call


@pytest.fixture(scope="session")
def python(executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The executable under the name python3.13."""
    link = tmp_path_factory.mktemp("bin") / "python3.13"
    link.symlink_to(executable)
    return link
