"""What `list`, `filedeps` and `roots` print where it is easy to be different.

Each expectation was seen from the release that we are compatible with.
"""

from __future__ import annotations

import pytest
from repository import Repo

CONFIG = """
[GLOBAL]
backend_packages = [
    "pants.backend.python",
    "pants.backend.python.lint.black",
    "pants.backend.docker",
]
[python]
enable_resolves = true
default_resolve = "a"
[python.resolves]
a = "a.lock"
b = "b.lock"
"""


@pytest.fixture
def repo(new_repo: Repo) -> Repo:
    new_repo.write({"pants.toml": CONFIG, "a.lock": "{}", "b.lock": "{}"})
    return new_repo


# ---- Specs -------------------------------------------------------------------------------------


def test_a_glob_means_all_owners_of_the_files(repo: Repo) -> None:
    repo.write(
        {
            "x/BUILD": 'resource(name="one", source="d.dat")\ndocker_image(name="img")\n'
            'files(name="all", sources=["**/*.dat"])\n',
            "x/Dockerfile": "",
            "x/d.dat": "",
            "x/sub/e.dat": "",
        }
    )
    assert repo.lines("list", "x/*") == ["x:img", "x:one", "x/d.dat:all"]
    assert repo.lines("list", "**/*.dat") == ["x:one", "x/d.dat:all", "x/sub/e.dat:../all"]
    assert repo.lines("list", "x/Docker*") == ["x:img"]
    assert repo.lines("list", "x::", "-**/d.dat") == ["x:all", "x:img", "x/sub/e.dat:../all"]


def test_files_and_folders_without_targets_bring_nothing(repo: Repo) -> None:
    repo.write({"bare/x.py": "", "x/BUILD": "python_sources()", "x/y.py": "", "x/z.txt": ""})
    for spec in ("bare/x.py", "bare/*.py", "bare:", "bare::", "x/BUILD", "x/z.txt"):
        done = repo.run("list", spec)
        assert (done.returncode, done.stdout) == (0, ""), spec
        assert "nothing to list" in done.stderr


@pytest.mark.parametrize(
    "spec", ["no.py", "no/*.py", "no:", "no::", "empty:", "empty::", "-no.py", "-no::", "-no/*"]
)
def test_what_is_not_there(repo: Repo, spec: str) -> None:
    repo.write({"x/BUILD": "python_sources()", "x/y.py": ""})
    (repo.folder / "empty").mkdir()
    assert f"'{spec}'" in repo.error("list", spec, "x:")
    done = repo.run("--unmatched-cli-globs=warn", "list", spec, "x:")
    assert (done.returncode, done.stdout) == (0, "x:x\nx/y.py\n")
    assert f"[WARN] '{spec}'" in done.stderr
    done = repo.run("--unmatched-cli-globs=ignore", "list", spec, "x:")
    assert (done.returncode, done.stdout) == (0, "x:x\nx/y.py\n")
    assert "[WARN]" not in done.stderr


@pytest.mark.parametrize("spec", ["no:x", "x:no", "x#no", "-no:x", "-x:no"])
def test_addresses_that_do_not_exist(repo: Repo, spec: str) -> None:
    repo.write({"x/BUILD": "python_sources()", "x/y.py": ""})
    assert spec in repo.error("--unmatched-cli-globs=ignore", "list", spec, "x:")


def test_mistakes_of_neighbours_do_not_matter(repo: Repo) -> None:
    repo.write(
        {
            "x/BUILD": 'target(name="t")\nfiles(name="f", sources=["no.txt"])\n'
            'python_requirements(name="r", source="bad.txt")\n',
            "x/bad.txt": "not a requirement\n",
        }
    )
    flag = "--unmatched-build-file-globs=error"
    assert repo.lines(flag, "list", "x:t", "x:f", "x:r") == ["x:f", "x:r", "x:t"]
    assert "x/no.txt" in repo.error(flag, "list", "x:")
    assert "bad.txt" in repo.error("list", "x:")


def test_filter_is_still_a_goal(repo: Repo) -> None:
    repo.write({"x/BUILD": "python_sources()\npython_tests(name='t')", "x/y_test.py": ""})
    done = repo.run("filter", "--target-type=python_test", "::")
    assert (done.returncode, done.stdout) == (0, "x/y_test.py:t\n")
    assert "deprecated" in done.stderr


# ---- BUILD files -------------------------------------------------------------------------------


def test_build_ignore_takes_folders(repo: Repo) -> None:
    for folder in ("x", "x/y", "x/y/z", "y"):
        repo.write({f"{folder}/BUILD": "target(name='t')"})
    flag = "--build-ignore=['x/y']"
    assert repo.lines(flag, "list", "x::", "y::") == ["x:t", "y:t"]
    assert repo.lines("--build-ignore=['/x/']", "list", "x::", "y::") == ["y:t"]
    assert repo.lines("--build-ignore=['y']", "list", "x::", "y::") == ["x:t"]
    assert "`!x/y`" in repo.error("--build-ignore=['x', '!x/y']", "list", "::")


def test_defaults_reach_generated_targets(repo: Repo) -> None:
    repo.write(
        {
            "BUILD": "__defaults__({python_source: dict(description='one', tags=['src']), "
            "python_requirement: dict(tags=['req'])})",
            "x/BUILD": "python_sources()\npython_sources(name='own', tags=['own'])\n"
            "python_sources(name='skip', tags=None)\npython_requirements(name='r')\n",
            "x/a.py": "",
            "x/requirements.txt": "foo\n",
            "y/BUILD": "__defaults__({python_source: {}})\npython_sources()",
            "y/a.py": "",
            "z/BUILD": "__defaults__({python_source: dict(resolve=parametrize('a', 'b'))})\n"
            "python_sources()",
            "z/a.py": "",
        }
    )
    sources = ["x/a.py", "x/a.py:own", "x/a.py:skip"]
    assert repo.lines("--tag=src", "list", "x::", "y::") == ["x/a.py", "x/a.py:skip"]
    assert repo.lines("--tag=req", "list", "::") == ["x:r#foo"]
    described = repo.lines("list", "--documented", "::")
    assert described == [line for address in sources for line in (address, "  one")]
    assert repo.lines("list", "z::") == [
        "z@resolve=a",
        "z@resolve=b",
        "z/a.py@resolve=a",
        "z/a.py@resolve=b",
    ]


def test_http_source(repo: Repo) -> None:
    http = "http_source('https://example.com/a.tgz', len=1, sha256='0')"
    repo.write(
        {
            "x/BUILD": f"file(name='h', source={http})\n"
            f"resource(name='p', source=per_platform(linux_x86_64={http}))\n"
            "file(name='f', source='f.txt')",
            "x/f.txt": "",
        }
    )
    assert repo.lines("list", "x:") == ["x:f", "x:h", "x:p"]
    assert repo.lines("filedeps", "x:") == ["x/BUILD", "x/f.txt"]
    assert repo.lines("filedeps", "--globs", "x:") == ["x/BUILD", "x/f.txt"]
    assert repo.lines("list", "x/*.t*") == ["x:f"]


def test_the_version_is_compared_with_text(repo: Repo) -> None:
    repo.write(
        {
            "x/BUILD": "if '2.9' < PANTS_VERSION < '3.0' and PANTS_VERSION != '2.9':\n"
            "    target(name='new')\n"
            "if PANTS_VERSION >= '3.0' or PANTS_VERSION == '2.0':\n    target(name='old')\n"
        }
    )
    assert repo.lines("list", "x:") == ["x:new"]


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("docker_image(extra_build_args={'A': 'x'})", ["x:x"]),
        ("python_sources(sources={'y.py': 1})", ["x:x", "x/y.py"]),
        ("target(name='')", ["x:x"]),
        ("file(source=http_source('f', len=1, sha256='0'))", ["x:x"]),
        ("python_test(source='y.py', xdist_concurrency=-1)", ["x:x"]),
    ],
)
def test_values_that_pass(repo: Repo, build: str, expected: list[str]) -> None:
    repo.write({"x/BUILD": build, "x/y.py": ""})
    assert repo.lines("list", "x:") == expected


@pytest.mark.parametrize(
    ("build", "words"),
    [
        ("python_sources(sources=[])", "empty"),
        ("python_sources(sources=['t.txt'])", "x/t.txt"),
        ("python_tests(sources=['*.py'])", "conftest.py"),
        ("python_source(source='*.py')", "`*`"),
        ("python_source(source='!y.py')", "`!`"),
        ("python_source(source='../z.py')", "in or below"),
        ("python_source(source=http_source('a://b/c', len=1, sha256='0'))", "a string"),
        ("file(source=per_platform())", "at least one"),
        ("pex_binary(script='a', entry_point='b')", "`entry_point` and `script`"),
        ("python_requirement(requirements=['a'], modules=['a'], type_stub_modules=['b'])", "stub"),
        ("local_environment(compatible_platforms=['no'])", "'no'"),
        ("__dependencies_rules__('x')", "tuples"),
        ("docker_image(extra_build_args={1: 'x'})", "a list of strings"),
    ],
)
def test_values_that_do_not_pass(repo: Repo, build: str, words: str) -> None:
    repo.write({"x/BUILD": build, "x/t.txt": "", "x/y.py": "", "x/conftest.py": ""})
    error = repo.error("list", "x:")
    assert words in error
    assert "x/BUILD:1" in error


# ---- Requirements and source roots -------------------------------------------------------------


def test_comments_in_requirements(repo: Repo) -> None:
    repo.write(
        {
            "x/BUILD": "python_requirements()",
            "x/requirements.txt": "a==1#comment\nb ; python_version > '3' # more\n"
            "c @ https://example.com/c.whl#sha256=0\nd @ https://example.com/d.whl # why\n#e\n",
        }
    )
    names = ["x:x", "x#a", "x#b", "x#c", "x#d", "x/requirements.txt"]
    assert repo.lines("list", "x:") == names


def test_source_roots_stay_inside(repo: Repo) -> None:
    assert "`..`" in repo.error("--source-root-patterns=['/a/../b']", "roots")
