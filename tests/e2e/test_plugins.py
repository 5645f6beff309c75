"""Plugins of a repository: what they may import, and what is said when something is not there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from repository import Repo

CONFIG = """\
[GLOBAL]
backend_packages = ["pants.backend.python", "mine"]
pythonpath = ["%(buildroot)s/plug"]
[source]
root_patterns = ["/"]
"""


@pytest.fixture
def repo(new_repo: Repo) -> Repo:
    new_repo.write({"pants.toml": CONFIG, "lib/BUILD": "python_sources()\n", "lib/a.py": ""})
    return new_repo


def plugin(repo: Repo, register: str, **files: str) -> None:
    repo.write({"plug/mine/__init__.py": "", "plug/mine/register.py": register})
    repo.write({f"plug/mine/{name}.py": text for name, text in files.items()})


#: `PyOxidizer` stands for all that is not there yet: rules, a request, and what they give.
UNWRITTEN = """
from pants.backend.codegen.export_codegen_goal import ExportCodegen, export_codegen
from pants.backend.codegen import export_codegen_goal
from pants.backend.java.dependency_inference.types import JavaSourceDependencyAnalysis
from pants.backend.java.dependency_inference.java_parser import JavaSourceDependencyAnalysisRequest
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.rules import Get, collect_rules, goal_rule, rule
from pants.jvm.resolve.coursier_fetch import CoursierResolvedLockfile

class Answer:
    pass

class AskSubsystem(GoalSubsystem):
    name = "ask"
    help = "Asks."

class Ask(Goal):
    subsystem_cls = AskSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY

@rule
async def answer(lockfile: CoursierResolvedLockfile) -> Answer:
    return Answer()

@goal_rule
async def ask(answer: Answer) -> Ask:
    analysis = await Get(JavaSourceDependencyAnalysis, JavaSourceDependencyAnalysisRequest(1))
    return Ask(exit_code=3)

def rules():
    return [*collect_rules(), *export_codegen_goal.rules(), export_codegen]
"""


def test_a_plugin_for_what_is_not_there_yet(repo: Repo) -> None:
    plugin(repo, UNWRITTEN)
    done = repo.run("list", "::")
    assert done.returncode == 0, done.stderr
    assert "lib/a.py" in done.stdout.splitlines()
    warnings = [line for line in done.stderr.splitlines() if "[WARN]" in line]
    assert len(warnings) == 1, done.stderr
    assert "pants.backend.codegen.export_codegen_goal.export_codegen" in warnings[0]
    assert "mine.register.answer (CoursierResolvedLockfile)" in warnings[0]
    assert "mine.register.ask (JavaSourceDependencyAnalysis" in warnings[0]
    error = repo.error("ask")
    assert "has no rule that computes `pants.jvm.resolve.coursier_fetch.Coursier" in error, error


NOBODY = """
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.rules import collect_rules, goal_rule

class Answer:
    pass

class AskSubsystem(GoalSubsystem):
    name = "ask"
    help = "Asks."

class Ask(Goal):
    subsystem_cls = AskSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY

@goal_rule
async def ask(answer: Answer) -> Ask:
    return Ask(exit_code=3)

def rules():
    return collect_rules()
"""


def test_what_nobody_computes_is_an_error(repo: Repo) -> None:
    plugin(repo, NOBODY)
    error = repo.error("list", "::")
    assert "rule graph error" in error and "Answer" in error, error


def test_names_are_found_where_other_releases_had_them(repo: Repo) -> None:
    plugin(
        repo,
        "from pants.core.util_rules.environments import EnvironmentField\n"
        "from pants.engine.target import softwrap\n"
        "from pants.core.environments.target_types import EnvironmentField as Same\n"
        "assert EnvironmentField is Same and softwrap('a') == 'a'\n",
    )
    done = repo.run("list", "::")
    assert done.returncode == 0 and "[WARN]" not in done.stderr, done.stderr
    plugin(repo, "from pants.engine.target import never_was_there\n")
    assert "cannot import name 'never_was_there'" in repo.error("list", "::")


def test_two_classes_with_one_scope(repo: Repo) -> None:
    plugin(
        repo,
        "from pants.option.subsystem import Subsystem\n"
        "class Mine(Subsystem):\n"
        "    options_scope = 'test'\n"
        "    help = 'x'\n"
        "def rules():\n"
        "    return Mine.rules()\n",
    )
    error = repo.error("list", "::")
    assert "plug/mine/register.py: The class `Mine` has the options scope `test`" in error, error
    assert "`pants.core.goals.test.TestSubsystem` already has" in error, error


def test_options_of_tools_that_the_core_runs(repo: Repo) -> None:
    config = CONFIG.replace('"pants.backend.python", "mine"', "")
    repo.write(
        {"pants.toml": f"{config}[black]\nargs = ['-q']\n[pex-cli]\n[uv]\n", "lib/BUILD": ""}
    )
    assert repo.lines("list", "::") == []


@pytest.mark.parametrize("version", ["abc", "2.x", "2.30.0 ", "v", "2.30.0+", "2..3"])
def test_no_version(repo: Repo, version: str) -> None:
    repo.write({"pants.toml": f'[GLOBAL]\npants_version = "{version}"\n', "lib/BUILD": ""})
    error = repo.error("list", "::")
    assert f"pants.toml: [GLOBAL] pants_version: `{version}` is no version" in error, error


@pytest.mark.parametrize(
    "version", ["2.30", "2.24.0rc1", "2.31.0.dev3", "2.20.0dev4", "v2.1.post1"]
)
def test_versions(repo: Repo, version: str) -> None:
    repo.write({"pants.toml": f'[GLOBAL]\npants_version = "{version}"\n', "lib/BUILD": ""})
    done = repo.run("list", "::")
    assert done.returncode == 0 and f"asks for pants_version {version};" in done.stderr, done.stderr


def test_a_cache_folder_that_cannot_be_used_is_said_once(repo: Repo) -> None:
    plugin(repo, "")
    done = repo.run("list", "::", env={"XDG_CACHE_HOME": "/proc/nope"})
    assert done.returncode == 0 and done.stderr.count("nothing is kept") == 1, done.stderr


def wheel(folder: Path, name: str, files: dict[str, str], requires: str = "") -> None:
    """Write a wheel, version 1.0."""
    info = f"{name}-1.0.dist-info"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as out:
        for path, text in files.items():
            out.writestr(path.replace("INFO", info), text)
        need = f"Requires-Dist: {requires}\n" if requires else ""
        out.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{need}"
        )
        out.writestr(
            f"{info}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        out.writestr(f"{info}/RECORD", "")


INSTALLED = """
from greeter_words import WORD
from pants.engine.target import COMMON_TARGET_FIELDS, Target

class Greeting(Target):
    alias = WORD
    help = "A greeting."
    core_fields = COMMON_TARGET_FIELDS

def target_types():
    return [Greeting]
"""


def offline(config: str, repo: Repo) -> str:
    """The configuration, with wheels from the repository alone."""
    return f"{config}[python-repos]\nindexes = []\nfind_links = ['{repo.folder}/wheels']\n"


def test_plugins_that_are_installed(repo: Repo) -> None:
    wheels = repo.folder / "wheels"
    points = "[pantsbuild.plugin]\ntarget_types = greeter.register:target_types\n"
    wheel(
        wheels,
        "greeter",
        {
            "greeter/__init__.py": "",
            "greeter/register.py": INSTALLED,
            "INFO/entry_points.txt": points,
        },
        requires="pantsbuild.pants>=2.30,<3\nRequires-Dist: greeter_words",
    )
    wheel(wheels, "greeter_words", {"greeter_words.py": "WORD = 'greeting'\n"})
    config = CONFIG.replace("[source]", 'plugins = ["greeter==1.0"]\n[source]')
    plugin(repo, "import PKG\n".replace("PKG", "needed"))
    wheel(wheels, "needed", {"needed.py": ""})
    repo.write(
        {
            "pants.toml": offline(config, repo),
            "plug/mine/requirements.txt": "# what it needs\nneeded==1.0  # this\n",
            "lib/BUILD": "greeting(name='hi')\n",
        }
    )
    first = repo.run("list", "::")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines() == ["lib:hi"]
    assert "Installing what plugins require: greeter==1.0, needed==1.0" in first.stderr
    second = repo.run("list", "::")
    assert (second.stdout, "Installing" in second.stderr) == (first.stdout, False)


def test_plugins_that_cannot_be_installed(repo: Repo) -> None:
    plugin(repo, "")
    config = offline(CONFIG.replace("[source]", 'plugins = ["nosuch==1.0"]\n[source]'), repo)
    repo.write({"pants.toml": config})
    error = repo.error("list", "::")
    assert "What plugins require cannot be installed (nosuch==1.0):" in error
    assert "No matching distribution found for nosuch==1.0" in error
    pinned = config.replace("plugins =", 'pants_version = "2.19.0"\nplugins =')
    repo.write({"pants.toml": f"{pinned}[of-the-plugin]\nx = 1\n"})
    done = repo.run("list", "::")
    assert done.returncode == 0, done.stderr
    assert "[WARN] pants.toml:" in done.stderr and "[of-the-plugin]" in done.stderr
    again = repo.run("list", "::")
    assert again.returncode == 0 and "Installing" not in again.stderr, again.stderr
    assert "No matching distribution found for nosuch==1.0" in again.stderr
