#!/usr/bin/env python3
"""Compares what the executable prints on real repositories with what the real Pants printed.

    tools/golden.py --golden FOLDER --repos FOLDER [--pants PATH] [--only NAME]

FOLDER/<repository>/COMMANDS has a name, a tab and arguments a line; NAME.out (or .out.xz) is the
expected standard output and NAME.rc the exit code. A command without expected output is one that
fails: its exit code counts, and that standard error explains without a traceback. Repositories are
FOLDER/<repository>.tar.xz. Each command runs twice, with an empty and a filled cache.
"""

from __future__ import annotations

import argparse
import difflib
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

#: (repository, command): why ours differs and is right nevertheless.
KNOWN: dict[tuple[str, str], str] = {}


def expected_output(folder: Path, name: str) -> str | None:
    """What the real one printed; None for a command that fails."""
    plain = folder / f"{name}.out"
    if plain.exists():
        return plain.read_text()
    packed = folder / f"{name}.out.xz"
    return lzma.decompress(packed.read_bytes()).decode() if packed.exists() else None


def run(pants: str, repo: Path, home: Path, arguments: list[str]) -> tuple[str, str, int]:
    """(standard output, standard error, exit code) of one command."""
    env = {
        "HOME": str(home),
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LANG": "C.UTF-8",
        "PANTS_SHELL_SETUP_DEPENDENCY_INFERENCE": "False",
    }
    for name in ("PANTS_FRONTEND_DIR", "PANTS_DECLARATIONS", "ASAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    done = subprocess.run(
        [pants, *arguments], cwd=repo, env=env, capture_output=True, text=True, timeout=600
    )
    return done.stdout, done.stderr, done.returncode


def peeked(text: str) -> dict[str, dict[str, Any]]:
    """The targets of `peek` by address; the order of dependencies says nothing."""
    return {
        target["address"]: {**target, "dependencies": sorted(target["dependencies"])}
        for target in json.loads(text)
    }


#: Keys of the release that backend.ai was recorded with which went since, or whose default changed.
GONE_OR_CHANGED = ("output_path", "platforms", "resolve_local_platforms")


def of_then(targets: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What an earlier release and today's can be compared by.

    Left out: keys that went, and the dependencies that a plugin's rule infers by the Get API.
    """
    return {
        address: {
            key: value
            for key, value in target.items()
            if key not in GONE_OR_CHANGED
            and not (key == "dependencies" and target["target_type"] == "platform_resources")
        }
        for address, target in targets.items()
    }


def compare(name: str, repository: str, want: str, got: str) -> str:
    """The difference as text; empty when there is none."""
    if name.startswith("peek"):
        real, ours = peeked(want), peeked(got)
        if repository == "backend.ai":
            real, ours = of_then(real), {a: t for a, t in of_then(ours).items() if a in real}
            ours = {a: {k: v for k, v in t.items() if k in real[a]} for a, t in ours.items()}
        if real == ours:
            return ""
    if name == "paths" and json.loads(want) == json.loads(got):
        return ""
    want_lines, got_lines = want.splitlines(), got.splitlines()
    if repository == "backend.ai" and name.startswith("dependencies"):
        want_lines, got_lines = sorted(want_lines), sorted(got_lines)
    if want_lines == got_lines:
        return ""
    diff = list(difflib.unified_diff(want_lines, got_lines, "real", "ours", lineterm="", n=1))
    return "\n".join(diff[:24] + (["..."] if len(diff) > 24 else []))


def check(
    pants: str, golden: Path, repository: str, repo: Path, home: Path, name: str, words: list[str]
) -> str:
    """What is wrong with one command; empty when it is right."""
    want = expected_output(golden / repository, name)
    want_code = int((golden / repository / f"{name}.rc").read_text())
    got, errors, code = run(pants, repo, home, words)
    if "Traceback (most recent call last)" in errors:
        return f"a traceback:\n{errors[-1500:]}"
    if code != want_code:
        return f"exit code {code} instead of {want_code}:\n{errors[-1500:]}"
    if want is None:
        return "" if errors.strip() or got.strip() else "it fails without a word"
    return compare(name, repository, want, got)


def check_repository(args: argparse.Namespace, repository: str, scratch: Path) -> tuple[int, int]:
    """(passed, failed) of one repository."""
    with tarfile.open(args.repos / f"{repository}.tar.xz") as archive:
        archive.extractall(scratch, filter="data")
    home = scratch / "home" / repository
    home.mkdir(parents=True)
    passed = failed = 0
    for line in (args.golden / repository / "COMMANDS").read_text().splitlines():
        name, _, arguments = line.partition("\t")
        if args.only and name != args.only:
            continue
        for cache in ("empty", "filled"):
            if cache == "empty":
                subprocess.run(["rm", "-rf", str(home / ".cache")], check=True)
            problem = check(
                args.pants,
                args.golden,
                repository,
                scratch / repository,
                home,
                name,
                arguments.split(),
            )
            if problem and (repository, name) not in KNOWN:
                failed += 1
                print(f"FAILED {repository} {name} ({cache} cache): {arguments}\n{problem}")
            else:
                passed += 1
    return passed, failed


def main() -> int:
    """Compare; 0 when everything agrees."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--golden", type=Path, required=True)
    parser.add_argument("--repos", type=Path, required=True)
    parser.add_argument("--pants", default="dist/pants")
    parser.add_argument("--repository", help="this one only")
    parser.add_argument("--only", help="the command of that name only")
    args = parser.parse_args()
    args.pants = str(Path(args.pants).resolve())
    if not args.golden.is_dir() or not args.repos.is_dir():
        print("skipped: the golden files are not at hand")
        return 0
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for folder in sorted(args.golden.iterdir()):
            if (folder / "COMMANDS").exists() and args.repository in (None, folder.name):
                good, bad = check_repository(args, folder.name, Path(scratch))
                passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
