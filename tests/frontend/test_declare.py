"""The table of declarations: what it says, and that it agrees with the modules."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pants.build_graph.build_file_aliases import BuildFileAliases
from pants.engine.environment import EnvironmentName
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.rules import QueryRule, collect_rules, goal_rule, implicitly, rule
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    Dependencies,
    IntField,
    MultipleSourcesField,
    OverridesField,
    SingleSourceField,
    StringField,
    Target,
    TargetFilesGenerator,
    ValidNumbers,
)
from pants.engine.unions import UnionRule, union
from pants.init.declare.naming import DeclarationError, resolve
from pants.init.declare.table import Backend, Declarations
from pants.option.option_types import BoolOption, EnumOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum

ROOT = Path(__file__).parents[2]
ME = __name__


class Mode(PlainEnum):
    fast = "fast"
    slow = "slow"


def default_jobs(_: type) -> str:
    return "4"


class Tool(Subsystem):
    options_scope = "my-tool"
    help = "A tool."
    mode = EnumOption(default=Mode.fast, help="How.")
    args = StrListOption("-a", "--args", help="With what.", advanced=True, metavar="<arg>")
    jobs = StrOption(default=default_jobs, default_help_repr="#cores", help="How many.")
    name_of = StrOption(default=lambda cls: cls.options_scope, help=lambda cls: f"{cls.__name__}.")


class ToolPlugin:
    strict = BoolOption(default=False, help="Strictly.")


class AppSource(SingleSourceField):
    expected_file_extensions = (".app",)
    required = True


class AppSources(MultipleSourcesField):
    expected_file_extensions = (".app",)
    default = ("*.app",)
    expected_num_files = range(1, 3)


class AppMode(StringField):
    alias = "mode"
    valid_choices = Mode
    default = Mode.slow.value
    help = "How it runs."


class AppTimeout(IntField):
    alias = "timeout"
    valid_numbers = ValidNumbers.positive_only


class AppSkip(BoolField):
    alias = "skip"
    default = False


class App(Target):
    alias = "app"
    core_fields = (*COMMON_TARGET_FIELDS, Dependencies, AppSource, AppMode, AppTimeout)
    help = "An app."


class Apps(TargetFilesGenerator):
    alias = "apps"
    core_fields = (*COMMON_TARGET_FIELDS, AppSources, OverridesField)
    generated_target_cls = App
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (Dependencies, AppMode, AppTimeout)
    help = "Apps."


class BigApp(App):
    alias = "big_app"


@union(in_scope_types=[EnvironmentName])
class Request:
    """Asks."""


class ToolRequest(Request):
    pass


class Answer:
    """Answers."""


@rule(polymorphic=True)
async def answer(request: Request) -> Answer:
    """Says it."""
    return Answer()


class AskSubsystem(GoalSubsystem):
    name = "ask"
    help = "Asks."


class Ask(Goal):
    subsystem_cls = AskSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def ask(tool: Tool) -> Ask:
    await answer(**implicitly({ToolRequest(): Request}))
    return Ask(exit_code=0)


def artifact(name: str, *, size: int = 1) -> str:
    """An artifact."""
    return name


def _module(**functions: object) -> ModuleType:
    module = ModuleType("register", "A backend: for tests.\n\nMore.")
    module.__dict__.update(functions)
    return module


@pytest.fixture(scope="module")
def table() -> dict:
    declarations = Declarations()
    declarations.add(
        Backend(
            "my.backend",
            _module(
                rules=lambda: [
                    *collect_rules({"ask": ask, "answer": answer}),
                    UnionRule(Request, ToolRequest),
                    QueryRule(Answer, [Request]),
                    Tool.register_plugin_options(ToolPlugin),
                    App.register_plugin_field(AppSkip),
                    Apps.register_plugin_field(AppSkip, as_moved_field=True),
                ],
                target_types=lambda: [App, Apps, BigApp],
                build_file_aliases=lambda: BuildFileAliases(objects={"artifact": artifact}),
            ),
        )
    )
    return declarations.table()


def test_a_backend(table: dict) -> None:
    backend = table["backends"]["my.backend"]
    assert backend["help"] == "A backend: for tests."
    assert backend["scopes"] == ["my-tool", "ask"] or sorted(backend["scopes"]) == [
        "ask",
        "my-tool",
    ]
    assert backend["targets"] == ["app", "apps", "big_app"]
    assert backend["queries"] == [[f"{ME}:Answer", [f"{ME}:Request"]]]
    assert [f"{ME}:Request", f"{ME}:ToolRequest"] in backend["unions"]
    assert backend["symbols"] == ["artifact"]
    assert backend["plugin_options"] == [["my-tool", "strict"]]
    assert backend["plugin_fields"] == [
        [f"{ME}:App", f"{ME}:AppSkip", False],
        [f"{ME}:BigApp", f"{ME}:AppSkip", False],
        [f"{ME}:Apps", f"{ME}:AppSkip", True],
    ]
    assert set(backend["rules"]) == {
        f"{ME}.ask",
        f"{ME}.answer",
        "construct_scope_my_tool",
        "construct_scope_ask",
    }


def test_options(table: dict) -> None:
    scope = table["scopes"]["my-tool"]
    assert (scope["class"], scope["is_goal"], scope["help"]) == (f"{ME}:Tool", False, "A tool.")
    assert table["scopes"]["ask"]["is_goal"]
    options = scope["options"]
    assert list(options) == ["mode", "args", "jobs", "name_of", "strict"]
    mode, args, jobs, name_of = (options[n] for n in ("mode", "args", "jobs", "name_of"))
    assert (mode["type"], mode["type_name"], mode["choices"]) == ("enum", "Mode", ["fast", "slow"])
    assert (mode["default"], mode["enum_class"]) == ("fast", f"{ME}:Mode")
    assert (args["type"], args["member_type"], args["default"]) == ("list", "str", [])
    assert (args["flags"], args["advanced"], args["metavar"]) == (["-a", "--args"], True, "<arg>")
    assert (jobs["default_kind"], jobs["default_name"]) == ("computed", f"{ME}:default_jobs")
    assert (jobs["default"], jobs["default_text"]) == (None, "#cores")
    assert (name_of["default"], name_of["help"]) == ("my-tool", "Tool.")
    assert options["strict"]["plugin"] and options["strict"]["default"] is False


def test_targets_and_fields(table: dict) -> None:
    apps, fields = table["targets"]["apps"], table["fields"]
    assert (apps["kind"], apps["generated_alias"]) == ("file_generator", "app")
    assert apps["fields"][-2:] == [
        f"{ME}:AppSources",
        "pants.engine.internals.target_fields:OverridesField",
    ]
    assert f"{ME}:AppMode" in apps["moved"] and len(apps["copied"]) == 2
    assert table["targets"]["app"]["kind"] == "plain"
    source, sources = fields[f"{ME}:AppSource"], fields[f"{ME}:AppSources"]
    assert (source["kind"], source["required"], source["ext"]) == ("source", True, [".app"])
    assert (sources["kind"], sources["default"], sources["num_files"]) == (
        "sources",
        ("*.app",),
        [1, 2],
    )
    assert source["num_files"] == 1 and source["help"]
    mode, timeout = fields[f"{ME}:AppMode"], fields[f"{ME}:AppTimeout"]
    assert (mode["kind"], mode["choices"], mode["default"]) == ("str", ["fast", "slow"], "slow")
    assert (mode["custom"], timeout["custom"]) == (False, True)
    assert mode["help"] == "How it runs." and mode["type_text"] == "str | None"
    assert fields[f"{ME}:AppSkip"]["kind"] == "bool"
    assert mode["bases"][0].endswith(":StringField")


def test_rules_and_types(table: dict) -> None:
    asking, types = table["rules"][f"{ME}.ask"], table["types"]
    assert (asking["goal"], asking["cacheable"], asking["out"]) == ("ask", False, f"{ME}:Ask")
    assert asking["params"] == [["tool", f"{ME}:Tool"]]
    assert asking["calls"] == [
        {
            "rule": f"{ME}.answer",
            "arity": 0,
            "out": f"{ME}:Answer",
            "inputs": [f"{ME}:Request"],
            "polymorphic": True,
        }
    ]
    assert table["rules"]["construct_scope_my_tool"]["func"] == f"{ME}:Tool._construct"
    assert types[f"{ME}:Request"]["union"] and types[f"{ME}:Request"]["in_scope"] == [
        "pants.engine.environment:EnvironmentName"
    ]
    assert types[f"{ME}:Ask"]["goal_subsystem"] == f"{ME}:AskSubsystem"
    assert not types[f"{ME}:ToolRequest"]["union"]
    symbol = table["symbols"]["artifact"]
    assert (symbol["kind"], symbol["ref"]) == ("object", f"{ME}:artifact")
    assert symbol["signature"] == "(name: 'str', *, size: 'int' = 1) -> 'str'"


def test_what_cannot_be_declared() -> None:
    def local() -> None: ...

    class Other(Subsystem):
        options_scope = "my-tool"
        help = "Takes the name of another."

    class Hidden(Target):
        alias = "hidden"
        core_fields = ()
        help = "Not found by its name."

    for functions, words in (
        (
            {"build_file_aliases": lambda: BuildFileAliases(objects={"x": local})},
            "BUILD symbol `x`",
        ),
        ({"rules": lambda: [*Tool.rules(), *Other.rules()]}, "Two rules have the name"),
        ({"target_types": lambda: [Hidden]}, "not found by its name"),
    ):
        with pytest.raises(DeclarationError, match=words):
            Declarations().add(Backend("bad", _module(**functions)))


# -- the built-in backends -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built_in() -> dict:
    spec = importlib.util.spec_from_file_location("declare", ROOT / "tools" / "declare.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.declare(str(ROOT / "frontend"))


def _ids(table: dict) -> set[str]:
    found = {scope["class"] for scope in table["scopes"].values()}
    found |= {target["class"] for target in table["targets"].values()}
    found |= set(table["fields"]) | set(table["types"])
    for target in table["targets"].values():
        found |= {*target["fields"], *target["copied"], *target["moved"]}
    return found


def test_a_class_is_the_same_however_it_is_reached(built_in: dict) -> None:
    for name in sorted(_ids(built_in)):
        cls = resolve(name)
        assert isinstance(cls, type), name
        assert f"{cls.__module__}:{cls.__qualname__}" == name


def test_every_function_is_found(built_in: dict) -> None:
    for name, declared in built_in["rules"].items():
        assert callable(resolve(declared["func"])), name
    for scope in built_in["scopes"].values():
        for option in scope["options"].values():
            if option["default_name"]:
                assert callable(resolve(option["default_name"]))
            if option["enum_class"]:
                assert [m.value for m in resolve(option["enum_class"])] == option["choices"]


def test_what_is_mentioned_is_declared(built_in: dict) -> None:
    for backend in built_in["backends"].values():
        assert set(backend["rules"]) <= set(built_in["rules"])
        assert set(backend["scopes"]) <= set(built_in["scopes"])
        assert set(backend["targets"]) <= set(built_in["targets"])
        assert set(backend["symbols"]) <= set(built_in["symbols"])
    for target in built_in["targets"].values():
        assert {*target["fields"], *target["moved"]} <= set(built_in["fields"])
        assert target["generated_alias"] is None or target["generated_alias"] in built_in["targets"]
    for declared in built_in["rules"].values():
        mentioned = {declared["out"], *(cls for _, cls in declared["params"]), *declared["masked"]}
        for call in declared["calls"]:
            mentioned |= {call["out"], *call["inputs"]}
            assert call["rule"] in built_in["rules"], declared["func"]
        assert mentioned <= set(built_in["types"])


def test_everything_has_a_help(built_in: dict) -> None:
    for backend in built_in["backends"].values():
        assert backend["help"]
    for scope, declared in built_in["scopes"].items():
        assert declared["help"], scope
        for name, option in declared["options"].items():
            assert option["help"], f"[{scope}].{name}"
    for alias, target in built_in["targets"].items():
        assert target["help"] or alias.startswith("_"), alias


def _declare_to(path: Path, seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    tool = ROOT / "tools" / "declare.py"
    subprocess.run([sys.executable, str(tool), str(path)], check=True, env=environment)
    return path.read_bytes()


def test_the_table_is_always_the_same_and_agrees_with_the_modules(
    tmp_path: Path, built_in: dict
) -> None:
    spec = importlib.util.spec_from_file_location("pack", ROOT / "tools" / "pack.py")
    pack = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pack)
    one, two = _declare_to(tmp_path / "1", "1"), _declare_to(tmp_path / "2", "2")
    assert one == two
    assert pack.unpack(one) == built_in
