"""The real Pants' tests of its public modules pass on this frontend (tools/conformance.py)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "conformance.py"


def run(*args: object) -> subprocess.CompletedProcess:
    words = [sys.executable, TOOL, *args]
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """A tree with one small test file and the list of its cases."""
    folder = tmp_path / "upstream"
    (folder / "pants" / "util").mkdir(parents=True)
    (folder / "pants" / "util" / "small_test.py").write_text(
        "import pytest\n"
        "from pathlib import Path\n"
        "from pants.util.strutil import pluralize\n"
        "def test_good():\n"
        "    assert Path('BUILDROOT').exists() and pluralize(2, 'cat') == '2 cats'\n"
        "@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_bad(n):\n"
        "    assert n == 1\n"
    )
    return folder


def expect(upstream: Path, *cases: str) -> None:
    lines = [f"pants/util/small_test.py::{case}\n" for case in cases]
    (upstream.parent / "passes-on-2.34.txt").write_text("".join(lines))


def test_counts_what_passes(upstream: Path) -> None:
    expect(upstream, "test_good", "test_bad[1]")
    result = run("--upstream", upstream)
    assert result.stdout.splitlines() == [
        "pants/util/small_test.py: 2 passed, 0 failed, 0 left",
        "2 passed, 0 failed, 0 skipped",
    ]
    assert result.returncode == 0, result.stderr


def test_fails_when_a_case_fails_or_is_missing(upstream: Path) -> None:
    expect(upstream, "test_good", "test_bad[2]", "test_gone")
    result = run("--upstream", upstream)
    assert "FAILED pants/util/small_test.py::test_bad[2]: failed: assert 2 == 1" in result.stdout
    assert "FAILED pants/util/small_test.py::test_gone" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 passed, 2 failed, 0 skipped"
    assert result.returncode == 1


def test_without_the_tests_it_is_skipped(tmp_path: Path) -> None:
    result = run("--upstream", tmp_path)
    assert result.stdout.startswith("skipped: ")
    assert result.returncode == 0


def test_every_case_of_the_real_one() -> None:
    folder = os.environ.get("CONFORMANCE")
    if not folder:
        pytest.skip("$CONFORMANCE does not name a folder with the real Pants' tests")
    result = run("--upstream", folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed, 0 failed, " in result.stdout.splitlines()[-1], result.stdout
