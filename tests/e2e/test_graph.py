"""`pants graph`, up to a real browser where there is one."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from repository import Repo

FILES = {
    "pants.toml": (
        '[GLOBAL]\nbackend_packages = ["pants.backend.python"]\n[source]\nroot_patterns = ["/"]\n'
    ),
    "lib/BUILD": "python_sources()\n",
    "lib/one.py": "import lib.two\n",
    "lib/two.py": "import lib.one\n",
    "app/BUILD": "python_sources()\n",
    "app/main.py": "import lib.one\n",
}

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def repo(new_repo: Repo) -> Repo:
    new_repo.write(FILES)
    return new_repo


def test_the_given_targets_alone(repo: Repo) -> None:
    found = json.loads(repo.run("graph", "--format=json", "app/main.py", "lib/one.py").stdout)
    assert found["dependencies"] == [["app/main.py", "lib/one.py"]]
    assert found["cycles"] == []


def test_what_they_depend_on_and_the_cycle(repo: Repo) -> None:
    found = json.loads(repo.run("graph", "--format=json", "--transitive", "app/main.py").stdout)
    assert [t["address"] for t in found["targets"]] == ["app/main.py", "lib/one.py", "lib/two.py"]
    assert found["cycles"] == [["lib/one.py", "lib/two.py"]]


def test_into_a_file(repo: Repo) -> None:
    repo.lines("graph", "--output-file=deps.dot", "::")
    assert (repo.folder / "deps.dot").read_text().startswith("digraph")


@pytest.mark.skipif(BROWSER is None, reason="no browser is installed here")
def test_the_page_in_a_browser(repo: Repo) -> None:
    assert BROWSER is not None
    repo.lines("graph", "--format=html", "--output-file=deps.html", "::")
    done = subprocess.run(
        [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={repo.folder}/profile",
            "--dump-dom",
            f"file://{repo.folder}/deps.html#two",
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "5 targets" in done.stdout
    assert "1 cycles" in done.stdout
    assert 'data-key="t4"' in done.stdout
    assert done.stdout.count('class="node cycle found"') == 1
    assert done.stdout.count('class="edge cycle"') == 2
