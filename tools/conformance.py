#!/usr/bin/env python3
"""Runs the tests that the real Pants has for its public modules against this frontend.

    ./dev python tools/conformance.py --upstream FOLDER [--python PATH] [--all] [FILE...]

FOLDER holds test files under the paths they have there (pants/util/memo_test.py); the list beside
it, passes-on-2.34.txt, names the cases (file::case) that pass on the real one. The tree is copied
to a temporary folder that is a build root; each file runs by itself in a Python that has pytest and
our native module. conformance_left.txt names what is left out, with a reason. Says how many cases
of each file pass, fail and are left; 1 when a case fails that is not left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT = ROOT / "tools" / "conformance_left.txt"

#: Loaded by pytest: writes a line (id, outcome, what went wrong) for each case.
PLUGIN = """
import json, os

def write(report, outcome):
    lines = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
    problem = lines[0][1:].strip() if lines else ""
    with open(os.environ["CONFORMANCE_RESULTS"], "a") as file:
        file.write(json.dumps([report.nodeid, outcome, problem]) + "\\n")

def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        write(report, "passed" if hasattr(report, "wasxfail") else report.outcome)

def pytest_collectreport(report):
    if report.failed:
        write(report, "failed")
"""


def read_left(path: Path) -> dict[str, str]:
    """Reasons by file, file::case or file::case[parameters]."""
    left = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            name, tab, reason = line.partition("\t")
            if not tab or not reason.strip():
                raise SystemExit(f"{path}:{number}: a name, a tab and a reason are needed")
            left[name] = reason.strip()
    return left


def reason_of(left: dict[str, str], case: str) -> str | None:
    """Why a case is left out; None when it is not."""
    file, _, name = case.partition("::")
    return left.get(case) or left.get(f"{file}::{name.partition('[')[0]}") or left.get(file)


def run_file(python: str, tree: Path, scratch: Path, file: str) -> dict[str, tuple[str, str]]:
    """(outcome, what went wrong) of each case; under the file's own name, why it cannot run."""
    results = scratch / "results"
    results.write_text("")
    path = [str(scratch), str(ROOT / "frontend"), os.environ.get("PYTHONPATH", "")]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PANTS_")}
    env |= {
        "CONFORMANCE_RESULTS": str(results),
        "HOME": str(scratch / "home"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(part for part in path if part),
    }
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "conformance_plugin"]
    done = subprocess.run(
        [python, *words, "--rootdir", str(tree), file],
        cwd=tree,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
    )
    found = {}
    for line in results.read_text().splitlines():
        name, outcome, problem = json.loads(line)
        if found.get(name, ("passed",))[0] == "passed":
            found[name] = (outcome, problem)
    if not found:
        last = (done.stderr or done.stdout).strip().splitlines()
        found[file] = ("failed", last[-1] if last else f"pytest ended with {done.returncode}")
    return found


def judge(
    file: str, cases: list[str], found: dict[str, tuple[str, str]], left: dict[str, str]
) -> tuple[int, int, int]:
    """(passed, failed, left) of a file; prints what is wrong."""
    passed = failed = skipped = 0
    for case in cases:
        outcome, problem = found.get(case) or found.get(file) or ("failed", "there is no such case")
        reason = reason_of(left, case)
        if outcome == "passed":
            passed += 1
            if reason is not None:
                print(f"NOTE {case} passes and need not be left out ({reason})")
        elif reason is not None:
            skipped += 1
        else:
            failed += 1
            print(f"FAILED {case}: {outcome}: {problem}")
    return passed, failed, skipped


def main() -> int:
    """Run; 0 when every case passes that is not left out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upstream", type=Path, required=True)
    parser.add_argument("--python", default=sys.executable, help="default: the one that runs this")
    parser.add_argument("--all", action="store_true", help="also files that are left out")
    parser.add_argument("files", nargs="*", metavar="FILE", help="these only")
    args = parser.parse_args()
    expected = args.upstream.resolve().parent / "passes-on-2.34.txt"
    if not (args.upstream / "pants").is_dir() or not expected.is_file():
        print(f"skipped: {args.upstream} does not have the tests, or there is no {expected.name}")
        return 0
    cases: dict[str, list[str]] = {}
    for line in expected.read_text().splitlines():
        cases.setdefault(line.partition("::")[0], []).append(line)
    unknown = sorted(set(args.files) - set(cases))
    if unknown:
        raise SystemExit(f"no cases are listed for {', '.join(unknown)}")
    left = read_left(LEFT)
    sums = (0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        scratch, tree = Path(folder), Path(folder) / "tree"
        shutil.copytree(args.upstream, tree)
        (tree / "BUILDROOT").touch()
        (scratch / "home").mkdir()
        (scratch / "conformance_plugin.py").write_text(PLUGIN)
        for file in args.files or sorted(cases):
            if file in left and not args.all:
                counts = (0, 0, len(cases[file]))
            else:
                found = run_file(args.python, tree, scratch, file)
                counts = judge(file, cases[file], found, left)
            print("{}: {} passed, {} failed, {} left".format(file, *counts), flush=True)
            sums = tuple(a + b for a, b in zip(sums, counts))  # type: ignore[assignment]
    print("{} passed, {} failed, {} skipped".format(*sums))
    return 1 if sums[1] else 0


if __name__ == "__main__":
    sys.exit(main())
