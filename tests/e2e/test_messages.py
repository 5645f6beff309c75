"""What is said about mistakes: where they are (file, line, column, flag or variable), what is wrong,
and what to do; never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from repository import Repo

CONFIG = """\
[GLOBAL]
backend_packages = ["pants.backend.python", "pants.backend.shell"]
[source]
root_patterns = ["/"]
"""

FILES = {
    "pants.toml": CONFIG,
    "lib/BUILD": "python_sources()\n",
    "lib/a.py": "",
    "app/BUILD": 'python_sources(name="src")\npython_tests(name="tests")\n',
    "app/main.py": "",
}


@pytest.fixture
def repo(new_repo: Repo) -> Repo:
    new_repo.write(FILES)
    return new_repo


def assert_says(text: str, *parts: str) -> None:
    for part in parts:
        assert part in text, text


# -- pants.toml -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ('[a]\nb = "x\n', 'pants.toml:2:7: The string is not closed on its line; it needs a ".'),
        ("[a]\nb\n", "pants.toml:2:2: Expected '=' and a value after the key `b`.\n    b\n     ^"),
        ("[a]\nb = [\n 1\n[c]\n", "pants.toml:4:1: Expected ',' or ']' in the array that starts"),
        ("[a]\nb = 1\nb = 2\n", "pants.toml:3:1: `b` was already defined at line 2; keep one"),
        ("[a]\n[b]\n[a]\n", "pants.toml:3:2: `a` was already defined at line 1; move these lines"),
        ("[a]\n\tb = True\n", "pants.toml:2:6: `True` is written `true` in TOML.\n     b = True\n"),
        ("b = 1\n", "pants.toml:1:1: `b` stands outside of any table."),
        ("[GLOBAL]\nlevel = '%(nope)s'\n", "pants.toml:2:9: [GLOBAL] level: `%(nope)s` stands for"),
        (
            "[GLOBAL]\nlevel = '%(env.NOPE)s'\n",
            "pants.toml:2:9: [GLOBAL] level: `%(env.NOPE)s` stands for the environment variable",
        ),
    ],
)
def test_syntax_of_config(repo: Repo, config: str, said: str) -> None:
    repo.write({"pants.toml": config})
    assert said in repo.error("list", "::")


def test_syntax_errors_show_the_line_around_the_place(repo: Repo) -> None:
    long = "x" * 300
    repo.write({"pants.toml": f'[a]\nb = ["{long}" 2, "{long}"]\n'})
    error = repo.error("list", "::").splitlines()
    assert "pants.toml:2:309:" in error[0]
    assert error[1].startswith("    ...xxx") and error[1].endswith("xxx...")
    assert error[1][error[2].index("^")] == "2"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "[python]\nenable_resolves = 1\n",
            "pants.toml:6:19: Expected [python] enable_resolves to",
        ),
        (
            "[python]\nenable_resolves = 'x'\n",
            "6:19: Problem parsing [python] enable_resolves bool",
        ),
        ("[python]\nresolves = ['a']\n[python.b]\n", "pants.toml:7:2: [python] has no option `b`."),
        (
            "[python]\nenable_resolve = true\n",
            "6:1: [python] has no option `enable_resolve`. Did you",
        ),
        (
            "[pyton]\n",
            "pants.toml:5:2: There is no option scope for the table [pyton]. Did you mean",
        ),
        (
            "[mypy]\n",
            "pants.toml:5:2: The table [mypy] belongs to the backend `pants.backend.python.",
        ),
        ("[cli.alias]\nlist = 'x'\n", "pants.toml:6:1: [cli] alias: `list` is the name of a goal"),
        ("[cli.alias]\na = 'x'\n", "pants.toml:6:1: [cli] alias: `a` cannot be an alias"),
        ("[cli.alias]\naa = 'bb'\nbb = 'aa'\n", "6:1: [cli] alias: The alias `aa` leads back to"),
    ],
)
def test_content_of_config(repo: Repo, more: str, said: str) -> None:
    repo.write({"pants.toml": CONFIG + more})
    assert said in repo.error("list", "::")


def test_unknown_names_of_config_come_by_line(repo: Repo) -> None:
    repo.write({"pants.toml": CONFIG + "[python]\nfoo = 1\n[x]\n[GLOBAL.y]\nz = 1\n[pytst]\n"})
    error = repo.error("list", "::")
    places = [line.partition("pants.toml:")[2].partition(": ")[0] for line in error.splitlines()]
    assert places[:4] == ["6:1", "7:2", "8:2", "10:2"]
    assert "--no-verify-config" in error


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("level = 'loud'", "pants.toml:2:9: [GLOBAL] level: Invalid choice 'loud'. Choose from:"),
        ("backend_packages = [\n 3]", "pants.toml:3:2: Expected [GLOBAL] backend_packages to be a"),
        ("backend_packages.ad = ['x']", "edits are `add = [...]` and `remove = [...]`."),
        (
            "rule_threads_core = 'many'",
            "2:21: Problem parsing [GLOBAL] rule_threads_core int value",
        ),
        ("backend_packages = ['pants.backend.shel']", "Did you mean `pants.backend.shell`"),
    ],
)
def test_global_options_of_config(repo: Repo, option: str, said: str) -> None:
    repo.write({"pants.toml": f"[GLOBAL]\n{option}\n"})
    assert said in repo.error("list", "::")


def test_no_repository(new_repo: Repo) -> None:
    assert_says(new_repo.error("list", "::"), "`pants.toml`", str(new_repo.folder))


# -- flags and variables ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("--levl=info list ::", "`--levl`: There is no such flag. Did you mean `--level`?"),
        ("list --documentd ::", "`--documentd`: The goal `list` has no such flag, and no scope"),
        ("list --level=info ::", "`--level`: This global flag stands behind the goal `list`"),
        ("--docker-build-verbose list ::", "belongs to the backend `pants.backend.docker`"),
        ("--level list ::", "`--level`: This flag needs a value: write --level=VALUE."),
        ("--level=loud list ::", "`--level`: Invalid choice 'loud'."),
        ("-lloud list ::", "`-l`: Invalid choice 'loud'."),
        ("--unmatched-cli-globs=erorr list ::", "Did you mean `error`?"),
        (
            "--python-enable-resolves=x list ::",
            "Problem parsing --python-enable-resolves bool value",
        ),
        ("--python-resolves=@no.json list ::", "Problem reading no.json for --python-resolves: No"),
        ("--python-resolves=@r.json list ::", '-resolves: 1:7: Expected a value.\n    {"a": \n'),
        ("--filter-address-regex=(a list ::", 'in which strings have quotes: ["(a|b)"].'),
        (
            "--filter-address-regex=a[ list ::",
            "`--filter-address-regex`: `a[` is no regular express",
        ),
        ("--filter-tag-regex=*a list ::", "`--filter-tag-regex`: `*a` is no regular expression"),
        ("--filter-target-type=python_surce list ::", "Did you mean `python_source`"),
        ("--pants-config-files=no.toml list ::", "no.toml does not exist; `--pants-config-files`"),
        ("list peek :: -- -x", "along with passthrough args"),
        ("list --output-file=lib/a.py/x ::", "cannot be written"),
    ],
)
def test_flags(repo: Repo, args: str, said: str) -> None:
    repo.write({"r.json": '{"a": '})
    assert said in repo.error(*args.split())


def test_variables(repo: Repo) -> None:
    assert "PANTS_LEVEL: Invalid choice 'loud'." in repo.error("list", env={"PANTS_LEVEL": "loud"})


# -- goals and specs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("lst ::", "There is no goal `lst`.\nDid you mean list"),
        ("help python_surces", "There is nothing named `python_surces`."),
        ("list lib::x", "`lib::x` cannot be read from `::x` on"),
        ("list lib:a::", "`lib:a::` names a target and ends in `::`"),
        ("list LIB::", "names the folder 'LIB', which does not exist"),
        ("list lib/b.py", "Did you mean `a.py`?"),
        ("list app:test", "declare :src, :tests. Did you mean `tests`?"),
        ("list app:src#x", "'app:src' does, but without one of that name"),
        ("list ../x", "leads out of the build root"),
        ("list /etc", "is not in the build root"),
    ],
)
def test_goals_and_specs(repo: Repo, args: str, said: str) -> None:
    assert said in repo.error(*args.split())


def test_nothing_to_list(repo: Repo) -> None:
    done = repo.run("list", "-lib::")
    assert done.returncode == 0
    assert "There is nothing to list" in done.stderr


def test_source_roots(repo: Repo) -> None:
    repo.write({"pants.toml": CONFIG.replace('"/"', '"../x"')})
    assert "`[source].root_patterns`: `../x` has a `..`" in repo.error("roots")


# -- BUILD files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "said"),
    [
        ("x = 1\npython_sources(\n", "lib/BUILD:2:15: '(' was never closed\n    python_sources(\n"),
        (
            "\ndocker_image()\n",
            "lib/BUILD:2: the name `docker_image` is not defined. It comes with",
        ),
        ("python_sorces()\n", "Did you mean `python_sources`"),
        (
            "python_sources(soruces=[])\n",
            "has no field 'soruces'. Did you mean `sources`? It has: ",
        ),
        (
            "python_sources(skip_mypy=True)\n",
            "`pants.backend.python.typecheck.mypy` would bring it",
        ),
        ("python_sources(tags='x')\n", "'tags' must be a list of strings, but it is a string; put"),
        ("python_sources(tags=['x', None])\n", "must be a list of strings, but it holds None"),
        ("python_sources(tags=lambda: 1)\n", "must be a list of strings, but it is an object"),
        (
            "python_tests(timeout=0)\n",
            "lib/BUILD:1: The field 'timeout' of lib:lib must be more than",
        ),
        ("archive(name='x', format='zpi')\n", "Did you mean `zip`?"),
        ("python_sources(sources=['/x'])\n", 'Absolute paths not supported: "/x"; a glob starts'),
        ("python_sources(sources=['['])\n", 'the glob "lib/[": In `[`, a `[` is never closed'),
        ("__defaults__({'python_surces': {}})\n", "no enabled backend has. Did you mean `python_"),
        ("from os import path\n", "lib/BUILD:1: `from os import path`: BUILD files and macros"),
        ("env()\n", "TypeError: env() missing 1 required positional argument: 'name'"),
        ("raise SystemExit(0)\n", "lib/BUILD:1: SystemExit: 0. A BUILD file cannot end the run"),
        ("x = (" + "(" * 900 + "\n", "too many nested parentheses\n    ...((("),
    ],
)
def test_build_files(repo: Repo, build: str, said: str) -> None:
    repo.write({"lib/BUILD": build})
    assert said in repo.error("list", "::")


def test_iterators_are_lists(repo: Repo) -> None:
    text = "python_sources(sources=(x for x in ['a.py']), tags={'t': 1}.keys())\n"
    repo.write({"lib/BUILD": text})
    assert repo.lines("--tag=t", "list", "lib:") == ["lib:lib", "lib/a.py"]


@pytest.mark.parametrize(
    ("generator", "name", "content", "said"),
    [
        ("python", "requirements.txt", None, "BUILD:1: The file `requirements.txt`, named by"),
        ("python", "requirements.txt", b"a\n\xff\n", "requirements.txt:2: This line is not UTF-8."),
        ("poetry", "pyproject.toml", b"[tool.poetry\n", "pyproject.toml:1:13: This is no TOML"),
        (
            "poetry",
            "pyproject.toml",
            b"[tool.poetry.dependencies]\na = {git = 3}\n",
            "pyproject.toml, `a` in `[tool.poetry.dependencies]`: `git` must be a string, not 3",
        ),
        ("uv", "pyproject.toml", b"[tool.uv]\ndev-dependencies = 3\n", "must be a list of strings"),
        ("pipenv", "Pipfile.lock", b"{", "Pipfile.lock:1:2: This is no JSON"),
        (
            "pipenv",
            "Pipfile.lock",
            b'{"default": {"a": {"version": 3}}}',
            "`version` of `a` in `default` is 3.",
        ),
    ],
)
def test_requirements(
    repo: Repo, generator: str, name: str, content: bytes | None, said: str
) -> None:
    repo.write({"BUILD": f'{generator}_requirements(name="r")\n'})
    if content is not None:
        repo.write({name: content})
    assert said in repo.error("list", "//:")


def test_lockfiles_of_resolves(repo: Repo) -> None:
    repo.write({"pants.toml": CONFIG + "[python]\nenable_resolves = true\nresolves = {a = 3}\n"})
    assert "`[python].resolves`: the lockfile of `a` must be a path" in repo.error("list", "::")


# -- plugins ----------------------------------------------------------------------------------------

GOAL = """
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.rules import collect_rules, goal_rule
class BoomSubsystem(GoalSubsystem):
    name = "boom"
    help = "Fails."
class Boom(Goal):
    subsystem_cls = BoomSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
@goal_rule
async def boom() -> Boom:
    raise ValueError("boom")
def rules():
    return collect_rules()
"""

TARGET = "from pants.engine.target import Target\nclass T(Target):\n    core_fields = ()\n"


@pytest.mark.parametrize(
    ("register", "said"),
    [
        ("def rules(:\n", "plug/mine/register.py:1:11: invalid syntax\n    def rules(:\n"),
        (
            "import nosuch\n",
            "plug/mine/register.py:1: ModuleNotFoundError: No module named 'nosuch'",
        ),
        ("import json\njson.loads('x')\n", "plug/mine/register.py:2: JSONDecodeError"),
        ("\ndef rules():\n    return [][0]\n", "plug/mine/register.py:3: IndexError"),
        (
            "def rules():\n    return 3\n",
            "plug/mine/register.py: `rules()` must return a list, not",
        ),
        ("def rules():\n    return [3]\n", "plug/mine/register.py: TypeError: Rule entry 3"),
        ("def rules(x):\n    return []\n", "`rules` must be a function without parameters"),
        ("rules = 3\n", "`rules` must be a function without parameters"),
        (
            "def target_types():\n    return [3]\n",
            "`target_types()` must return target types, not 3.",
        ),
        (f"{TARGET}def target_types():\n    return [T]\n", "mine.register:T has no `alias`"),
        ("def build_file_aliases():\n    return 3\n", "must return a `BuildFileAliases`, not 3."),
        (
            "from pants.engine.rules import rule\n@rule\nasync def r(a) -> int:\n    return 1\n",
            "plug/mine/register.py:2: MissingParameterTypeAnnotation",
        ),
    ],
)
def test_plugins(repo: Repo, register: str, said: str) -> None:
    write_plugin(repo, register)
    error = repo.error("list", "::")
    assert_says(error, "The backend `mine` cannot be used: ", said)


def test_a_failing_rule_of_a_plugin(repo: Repo) -> None:
    write_plugin(repo, GOAL)
    assert "plug/mine/register.py:12: ValueError: boom" in repo.error("boom")


def write_plugin(repo: Repo, register: str) -> None:
    config = CONFIG.replace("pants.backend.shell", "mine")
    config = config.replace("[source]", 'pythonpath = ["%(buildroot)s/plug"]\n[source]')
    repo.write(
        {"pants.toml": config, "plug/mine/__init__.py": "", "plug/mine/register.py": register}
    )


# -- files that cannot be read ----------------------------------------------------------------------


@pytest.fixture
def shared_folder(executable: Path) -> Iterator[Path]:
    """A folder, with the executable in it, that every user can enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copy(executable, folder / "pants")
    yield folder
    subprocess.run(["chmod", "-R", "u+rwx", folder], check=True)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("pants.toml", "pants.toml: This config file cannot be read"),
        (
            "lib",
            "the folder 'lib': Permission denied; make it readable, or list it in `[GLOBAL].pan",
        ),
        ("lib/BUILD", "'lib/BUILD': Permission denied"),
    ],
)
def test_unreadable(shared_folder: Path, environment: dict[str, str], path: str, said: str) -> None:
    root = os.geteuid() == 0
    folder = shared_folder / "repo"
    folder.mkdir()
    Repo(folder, lambda: None).write(FILES)
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    (folder / path).chmod(0)
    done = subprocess.run(
        [shared_folder / "pants", "list", "::"],
        cwd=folder,
        env={**environment, "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
        **({"user": 65534, "group": 65534, "extra_groups": []} if root else {}),
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert said in done.stderr


def test_links_out_of_the_repository(repo: Repo) -> None:
    os.symlink("/etc/passwd", repo.folder / "lib/b.py")
    error = repo.error("list", "::")
    assert 'lib/BUILD:1: the symbolic link "lib/b.py" leads to the absolute path' in error
