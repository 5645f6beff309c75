"""Requirements in text: lines of pip's files, names told by looks, Poetry's notation, lockfiles."""

from __future__ import annotations

import json

import pytest
from pants.backend.python.macros.pipfile_lock import pipenv_requirements
from pants.backend.python.macros.poetry_project import (
    poetry_requirements,
    python_marker,
    version_specifiers,
)
from pants.backend.python.macros.pyproject import (
    PyprojectError,
    project_requirements,
    uv_requirements,
)
from pants.backend.python.macros.requirement_rules import parse_requirements
from pants.util.requirements import (
    canonical_project_name,
    parse_requirements_file,
    plain_name,
    project_name,
    requirement_lines,
)

# ---- files of pip ------------------------------------------------------------------------------


def test_lines_without_comments_and_options():
    content = (
        "\ufeff# comment\n"
        "--index-url https://example.com/simple\n"
        "-r other.txt\n"
        "-c constraints.txt\n"
        "-e ./here\n"
        "\n"
        "   indented==1   # why\n"
        "tabbed==1\t# why\n"
        "a @ https://example.com/a.whl#sha256=abc\n"
        "opt --global-option='x'\n"
    )
    assert list(requirement_lines(content)) == [
        (7, "indented==1"),
        (8, "tabbed==1"),
        (9, "a @ https://example.com/a.whl#sha256=abc"),
        (10, "opt"),
    ]


def test_lines_that_go_on():
    content = (
        "hashed==1.0 \\\n    --hash=sha256:abc \\\n    --hash=sha256:def\n"
        "split==\\\n1.2\n"
        "# a comment ends with its line \\\n"
        "last\\\n"
    )
    assert list(requirement_lines(content)) == [
        (1, "hashed==1.0"),
        (4, "split==1.2"),
        (7, "last"),
    ]


def test_parsed_lines():
    parsed = list(parse_requirements_file("a==1\n\nB[x]>=2\n", rel_path="reqs.txt"))
    assert [(r.name, r.specs) for r in parsed] == [("a", [("==", "1")]), ("B", [(">=", "2")])]
    with pytest.raises(ValueError, match="'no good == 1' in reqs.txt at line 2"):
        list(parse_requirements_file("a\nno good == 1\n", rel_path="reqs.txt"))


# ---- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, name",
    [
        ("Jinja2", "Jinja2"),
        ("backend.ai-krunner_x", "backend.ai-krunner_x"),
        ("a==1", "a"),
        ("a == 1.*, !=1.3.*,>=0", "a"),
        ("a~=1.2", "a"),
        ("msgpack>=1.0.5rc1", "msgpack"),
        ("a>=1.0.post1,<2.0.dev3", "a"),
        ("a (>=1.0)", "a"),
        ("a[x, y-z]>=1", "a"),
        ("a [x]", "a"),
        ("a @ git+https://example.com/a.git@main#subdirectory=x", "a"),
        ("a@ https://example.com/a.whl ; os_name == 'nt'", "a"),
        ('a>=0.17; sys_platform != "Windows"', "a"),
        ("a ; python_version<'3'", "a"),
        ("a;(python_version < '3' or os_name=='nt') and 'x' not in platform_version", "a"),
        ("a; extra == 'b' and implementation_name in 'cpython'", "a"),
    ],
)
def test_plain_requirements(text: str, name: str):
    from packaging.requirements import Requirement

    assert plain_name(text) == name
    assert Requirement(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-a",
        "a-",
        "_a==1",
        "Not A Valid Req == 3.7",
        "a=1",
        "a==",
        "a==1,",
        "a>=1.*",
        "a~=1",
        "a==1..2",
        "a>=v",
        "a[x",
        "a[x,]",
        "a[]]",
        "a @ ",
        "a @ b c",
        "a;",
        "a; python",
        "a; python_version",
        "a; python_version <",
        "a; python_version < '3",
        "a; python_version < '3' and",
        "a; python_version < '3' '4'",
        "a; (python_version < '3'",
        "a; python_version < '3')",
        "a; python_version = '3'",
        "a; python_version not '3'",
        "a; python_version & '3'",
        "git+https://example.com/a.git#egg=a",
        "./a.whl",
    ],
)
def test_requirements_that_need_another_look(text: str):
    assert plain_name(text) is None


def test_names_of_less_plain_requirements():
    assert project_name("git+https://example.com/a.git#egg=a_b") == "a_b"
    assert project_name("a==1!2.0+local") == "a"
    assert project_name("a === whatever") == "a"
    with pytest.raises(ValueError, match="Invalid requirement 'a b' in reqs.txt at line 3"):
        project_name("a b", "reqs.txt at line 3")


@pytest.mark.parametrize(
    "name, canonical",
    [("Django", "django"), ("a_b.c--d", "a-b-c-d"), ("ruamel.yaml", "ruamel-yaml")],
)
def test_canonical_names(name: str, canonical: str):
    from packaging.utils import canonicalize_name

    assert canonical_project_name(name) == canonical == canonicalize_name(name)


# ---- pyproject.toml ----------------------------------------------------------------------------


def texts(requirements) -> list[str]:
    return [text for text, _ in requirements]


def test_project_with_optional_dependencies():
    content = b"""
        [project]
        dependencies = ["a>=1", "b ; python_version>'3'"]
        [project.optional-dependencies]
        test = ["c"]
        docs = ["d", "a<3"]
        [dependency-groups]
        dev = ["e"]
    """
    assert list(project_requirements(content, "x/pyproject.toml")) == [
        (text, "x/pyproject.toml") for text in ["a>=1", "b ; python_version>'3'", "c", "d", "a<3"]
    ]
    assert texts(parse_requirements(content, "x/pyproject.toml"))[0] == "a>=1"
    assert texts(parse_requirements(b"a\n", "x/pyproject.txt")) == ["a"]


@pytest.mark.parametrize(
    "content, message",
    [
        (b"[tool.x]\n", "neither `dependencies` nor `optional-dependencies`"),
        (b"[project]\nname = 'x'\n", "neither `dependencies` nor"),
        (b"[project\n", "p.toml:1:9: This is no TOML: Expected"),
        (b"[project]\ndependencies = 'a'\n", "must be a list of strings, but is 'a'"),
        (b"[project]\ndependencies = [1]\n", "`project.dependencies` in p.toml must be a list"),
        (b"[project]\noptional-dependencies = ['a']\n", "must be a table"),
        (b"a=1\n\xff", "p.toml:2: This is no TOML, since it is not UTF-8"),
        (b"[project]\ndependencies = 3\n", "must be a list of strings, but is 3"),
    ],
)
def test_wrong_projects(content: bytes, message: str):
    with pytest.raises(PyprojectError, match=message):
        list(project_requirements(content, "p.toml"))


def test_uv():
    content = b"[project]\ndependencies = ['x']\n[tool.uv]\ndev-dependencies = ['a>=1', 'b']\n"
    assert texts(uv_requirements(content, "p.toml")) == ["a>=1", "b"]
    assert texts(uv_requirements(b"[tool.uv]\n", "p.toml")) == []
    with pytest.raises(PyprojectError, match=r"no section `\[tool.uv\]`"):
        list(uv_requirements(b"[project]\n", "p.toml"))


# ---- Poetry ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "constraint, expected",
    [
        ("*", ""),
        ("^1.2.3", ">=1.2.3,<2.0.0"),
        ("^0.2.3", ">=0.2.3,<0.3.0"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1.0"),
        ("^0", ">=0,<1.0.0"),
        ("^1", ">=1,<2.0.0"),
        ("^1.0a1", ">=1.0a1,<2.0.0"),
        ("^1.0.post1", ">=1.0.post1,<2.0.0"),
        ("~1.2.3", ">=1.2.3,<1.3.0"),
        ("~1.2", ">=1.2,<1.3.0"),
        ("~1", ">=1,<2.0.0"),
        ("~=1.2", "~=1.2"),
        ("1.2.3", "==1.2.3"),
        ("=1.2", "==1.2"),
        ("1.*", "==1.*"),
        ("==1.*", "==1.*"),
        (">=1, <2", ">=1,<2"),
        (">= 1.0 < 2.0", ">=1.0,<2.0"),
        ("^1.2,!=1.3", ">=1.2,<2.0.0,!=1.3"),
    ],
)
def test_poetry_versions(constraint: str, expected: str):
    assert version_specifiers(constraint) == expected


def test_wrong_poetry_versions():
    for constraint, message in [
        ("^1 || ^2", "alternatives"),
        ("^x", "'x' is no version"),
        (">=", "`>=` has no version"),
        (1.0, "must be a string"),
    ]:
        with pytest.raises(PyprojectError, match=message):
            version_specifiers(constraint)


@pytest.mark.parametrize(
    "constraint, expected",
    [
        ("*", ""),
        ("3.8", 'python_version == "3.8"'),
        ("^3.8", 'python_version >= "3.8" and python_version < "4.0"'),
        ("~3.8", 'python_version >= "3.8" and python_version < "3.9"'),
        (">=3.6,<3.9", 'python_version >= "3.6" and python_version < "3.9"'),
        (">=3.6.2,<4.0", 'python_full_version >= "3.6.2" and python_version < "4.0"'),
        (
            "^2.7 || ^3.6",
            '(python_version >= "2.7" and python_version < "3.0") or '
            '(python_version >= "3.6" and python_version < "4.0")',
        ),
    ],
)
def test_poetry_pythons(constraint: str, expected: str):
    assert python_marker(constraint) == expected


POETRY = """
[tool.poetry.dependencies]
python = "^3.9"
plain = "^1.0"
extras = {version = "^1.0", extras = ["a", "b"], optional = true}
windows = {version = "1.0", markers = "sys_platform == 'win32' or os_name == 'nt'", python = "^3.8"}
mac = {version = "1.0", platform = "darwin"}
branch = {git = "https://example.com/a.git", branch = "main"}
commit = {git = "https://example.com/a.git", rev = "abc", subdirectory = "s", python = "~3.8"}
scp = {git = "git@example.com:a/b.git", tag = "v1"}
url = {url = "https://example.com/z-1.0.whl", markers = "os_name == 'nt'"}
[[tool.poetry.dependencies.twice]]
version = "^1.0"
python = "<3.8"
[[tool.poetry.dependencies.twice]]
version = "^2.0"
python = ">=3.8"
[tool.poetry.dev-dependencies]
dev = "^3"
[tool.poetry.group.docs.dependencies]
docs = "*"
"""


def test_poetry_project():
    from packaging.requirements import Requirement

    found = texts(poetry_requirements(POETRY.encode(), "p.toml"))
    assert found == [
        "plain>=1.0,<2.0.0",
        "extras[a,b]>=1.0,<2.0.0",
        "windows==1.0; (sys_platform == 'win32' or os_name == 'nt') and "
        '(python_version >= "3.8" and python_version < "4.0")',
        'mac==1.0; sys_platform == "darwin"',
        "branch @ git+https://example.com/a.git@main",
        "commit @ git+https://example.com/a.git@abc#subdirectory=s ; "
        'python_version >= "3.8" and python_version < "3.9"',
        "scp @ git+ssh://git@example.com/a/b.git@v1",
        "url @ https://example.com/z-1.0.whl ; os_name == 'nt'",
        'twice>=1.0,<2.0.0; python_version < "3.8"',
        'twice>=2.0,<3.0.0; python_version >= "3.8"',
        "dev>=3,<4.0.0",
        "docs",
    ]
    assert all(plain_name(text) == Requirement(text).name for text in found)


def test_poetry_paths(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pants.base.build_environment.get_buildroot", lambda: "/repo")
    monkeypatch.setattr(
        "pants.engine.internals.tree.glob_files",
        lambda patterns: [p for p in patterns if p == "wheels/w-1.whl"],
    )
    content = b"""
        [tool.poetry.dependencies]
        wheel = {path = "../wheels/w-1.whl"}
        folder = {path = "../folder", develop = true}
        outside = {path = "../../elsewhere", extras = ["x"]}
    """
    assert texts(poetry_requirements(content, "app/pyproject.toml")) == [
        "wheel @ file:///repo/wheels/w-1.whl",
        "outside[x] @ file:///elsewhere",
    ]


def test_wrong_poetry_projects():
    for content, message in [
        (b"[project]\n", r"no section `\[tool.poetry\]`"),
        (b"[tool.poetry.dependencies]\na = 1\n", r"`a` in `\[tool.poetry.dependencies\]`.*not 1"),
        (
            b"[tool.poetry.group.x.dependencies]\na = '^1|^2'\n",
            r"group.x.dependencies\]`: .*altern",
        ),
    ]:
        with pytest.raises(PyprojectError, match=message):
            list(poetry_requirements(content, "p.toml"))


# ---- Pipenv ------------------------------------------------------------------------------------


def test_pipfile_lock():
    lock = {
        "_meta": {"requires": {}},
        "default": {
            "colors": {"version": "==1.1.8", "index": "pypi", "hashes": ["sha256:1"]},
            "cachectl": {
                "version": "==0.12.6",
                "extras": ["filecache", "b"],
                "markers": "python_version >= '3.6'",
            },
            "repo": {"git": "https://example.com/a.git", "ref": "abc", "markers": "os_name=='nt'"},
            "file": {"file": "https://example.com/a.zip"},
            "here": {"path": "./x", "editable": True},
            "any": {"version": "*"},
        },
        "develop": {"pytest": {"version": "==7.0"}},
    }
    assert list(pipenv_requirements(json.dumps(lock).encode(), "Pipfile.lock"))[0] == (
        "colors==1.1.8",
        "Pipfile.lock, `colors` in `default`",
    )
    assert texts(pipenv_requirements(json.dumps(lock).encode(), "Pipfile.lock")) == [
        "colors==1.1.8",
        "cachectl[filecache,b]==0.12.6; python_version >= '3.6'",
        "repo @ git+https://example.com/a.git@abc ; os_name=='nt'",
        "file @ https://example.com/a.zip",
        "here",
        "any",
        "pytest==7.0",
    ]


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"default": []}', b'{"default": {"a": "1"}}'])
def test_wrong_pipfile_locks(content: bytes):
    with pytest.raises(ValueError, match="Pipfile.lock(:1:2: This)? is "):
        list(pipenv_requirements(content, "Pipfile.lock"))
