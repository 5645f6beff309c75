"""Choosing targets by what changed in git."""

from __future__ import annotations

import subprocess

import pytest
from repository import Repo

FILES = {
    "pants.toml": (
        '[GLOBAL]\nbackend_packages = ["pants.backend.python"]\n[source]\nroot_patterns = ["/"]\n'
    ),
    ".gitignore": "/.pants.d/\n",
    "BUILD": 'python_requirements(name="reqs")\n',
    "requirements.txt": "ansicolors==1.1.8\n",
    "lib/BUILD": "python_sources()\n",
    "lib/base.py": "import colors\n",
    "lib/mid.py": "from lib import base\n",
    "lib/alone.py": "",
    "app/BUILD": 'python_sources()\npex_binary(name="bin", entry_point="main.py")\n',
    "app/main.py": "import lib.mid\n",
}


def git(repo: Repo, *arguments: str) -> None:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@localhost", *arguments]
    subprocess.run(command, cwd=repo.folder, check=True, capture_output=True)


@pytest.fixture
def repo(new_repo: Repo) -> Repo:
    new_repo.write(FILES)
    git(new_repo, "init", "-q", "-b", "main")
    git(new_repo, "add", "-A")
    git(new_repo, "commit", "-q", "-m", "all")
    return new_repo


def changed(repo: Repo, dependents: str = "none", since: str = "HEAD", *more: str) -> list[str]:
    flags = [f"--changed-since={since}", f"--changed-dependents={dependents}"]
    return repo.lines(*flags, *more, "list")


def test_nothing_changed(repo: Repo) -> None:
    assert changed(repo, "transitive") == []


@pytest.mark.parametrize("staged", [False, True])
def test_an_edited_file_and_its_dependents(repo: Repo, staged: bool) -> None:
    repo.write({"lib/base.py": "import colors  # more\n"})
    if staged:
        git(repo, "add", "-A")
    assert changed(repo) == ["lib/base.py"]
    assert changed(repo, "direct") == ["lib/base.py", "lib/mid.py"]
    everyone = ["app:app", "app:bin", "app/main.py", "lib/base.py", "lib/mid.py"]
    assert sorted(changed(repo, "transitive")) == sorted(everyone)


def test_an_untracked_file_counts_and_an_ignored_one_does_not(repo: Repo) -> None:
    repo.write({"lib/new.py": "", ".pants.d/x.py": ""})
    assert changed(repo) == ["lib/new.py"]


def test_a_deleted_file_means_its_generator(repo: Repo) -> None:
    (repo.folder / "lib/alone.py").unlink()
    assert changed(repo) == ["lib:lib"]


def test_a_renamed_file_counts_under_both_names(repo: Repo) -> None:
    git(repo, "mv", "lib/alone.py", "lib/lonely.py")
    assert sorted(changed(repo)) == ["lib/lonely.py", "lib:lib"]


def test_a_build_file_means_its_targets(repo: Repo) -> None:
    repo.write({"app/BUILD": FILES["app/BUILD"] + "\n"})
    assert sorted(changed(repo)) == ["app/main.py", "app:bin"]


def test_a_requirement_touches_what_uses_it(repo: Repo) -> None:
    repo.write({"requirements.txt": "ansicolors==1.1.7\n"})
    found = changed(repo, "transitive")
    assert "lib/base.py" in found
    assert "app/main.py" in found
    assert "lib/alone.py" not in found


def test_since_a_branch_left(repo: Repo) -> None:
    git(repo, "checkout", "-q", "-b", "work")
    repo.write({"lib/mid.py": "from lib import base  # new\n"})
    git(repo, "commit", "-q", "-a", "-m", "work")
    git(repo, "checkout", "-q", "main")
    repo.write({"lib/alone.py": "x = 1\n"})
    git(repo, "commit", "-q", "-a", "-m", "elsewhere")
    git(repo, "checkout", "-q", "work")
    assert changed(repo, "none", "main") == ["lib/mid.py"]
    assert repo.lines("--changed-diffspec=main..work", "list") == ["lib/alone.py", "lib/mid.py"]


def test_filters_apply(repo: Repo) -> None:
    repo.write({"lib/base.py": "x = 1\n"})
    flag = "--filter-target-type=pex_binary"
    assert changed(repo, "transitive", "HEAD", flag) == ["app:bin"]


def test_other_goals_take_it(repo: Repo) -> None:
    repo.write({"lib/base.py": "import colors  # more\n"})
    assert repo.lines("--changed-since=HEAD", "filedeps") == ["lib/BUILD", "lib/base.py"]


def test_a_build_root_inside_the_repository(new_repo: Repo) -> None:
    for name, text in FILES.items():
        new_repo.write({f"inner/{name}": text})
    new_repo.write({"outside.py": ""})
    git(new_repo, "init", "-q")
    git(new_repo, "add", "-A")
    git(new_repo, "commit", "-q", "-m", "all")
    new_repo.write({"inner/lib/alone.py": "x = 1\n", "outside.py": "x = 1\n"})
    done = new_repo.run("--changed-since=HEAD", "list", cwd="inner")
    assert (done.stdout, done.returncode) == ("lib/alone.py\n", 0)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--changed-since=HEAD", "list", "::"], ["--changed-since", "one of the two"]),
        (["--changed-since=nowhere", "list"], ["`nowhere`", "Git cannot tell"]),
        (["--changed-since=--output=x", "list"], ["no commit"]),
        (["--changed-diffspec=a..b", "list"], ["`a..b`"]),
    ],
)
def test_mistakes(repo: Repo, arguments: list[str], parts: list[str]) -> None:
    said = repo.error(*arguments)
    assert all(part in said for part in parts), said
    assert not (repo.folder / "x").exists()


def test_without_git(new_repo: Repo) -> None:
    new_repo.write(FILES)
    said = new_repo.error("--changed-since=HEAD", "list", env={"GIT_CEILING_DIRECTORIES": "/"})
    assert "git repositories only" in said
    assert "`git`" in new_repo.error("--changed-since=HEAD", "list", env={"PATH": "/nowhere"})
