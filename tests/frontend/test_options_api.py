"""Declaring options, and reading their values through a subsystem."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from pants.engine.goal import GoalSubsystem, LineOriented
from pants.engine.unions import UnionMembership, is_union
from pants.option.custom_types import file_option, memory_size, shell_str
from pants.option.errors import OptionsError, ParseError
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    DictOption,
    EnumListOption,
    EnumOption,
    FileOption,
    IntListOption,
    MemorySizeOption,
    OptionInfo,
    SkipOption,
    StrListOption,
    StrOption,
    collect_options_info,
)
from pants.option.option_value_container import OptionValueContainer, OptionValueContainerBuilder
from pants.option.ranked_value import Rank, RankedValue
from pants.option.subsystem import Subsystem
from pants.testutil.option_util import create_goal_subsystem, create_subsystem
from pants.util.plain_enum import PlainEnum


class Level(PlainEnum):
    LOW = "low"
    HIGH = "high"


class Base(Subsystem):
    version = StrOption(default=lambda cls: cls.default_version, help="Which one.")
    extra = StrListOption(register_if=lambda cls: cls.has_extra, help="More.")
    has_extra = False


class Tool(Base):
    options_scope = "my-tool"
    name = "My Tool"
    help = "A tool."
    default_version = "1.2"

    level = EnumOption(default=Level.LOW, help="How loud.")
    levels = EnumListOption(enum_type=Level, help="How loud each.")
    config = FileOption("--config-file", "-c", default=None, advanced=True, help="A file.")
    limits = IntListOption(default=[1], help="Limits.")
    env = DictOption[str](help="Variables.")
    memory = MemorySizeOption(default=1024, help="Memory.")
    strict = BoolOption(default=True, help="Strictly.", removal_hint=lambda cls: cls.name)
    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--fast", passthrough=True)


def test_registrations() -> None:
    infos = {info.args[0]: info for info in collect_options_info(Tool)}
    assert list(infos) == [
        "--version",
        "--level",
        "--levels",
        "--config-file",
        "--limits",
        "--env",
        "--memory",
        "--strict",
        "--skip",
        "--args",
    ]
    assert infos["--version"] == OptionInfo(
        ("--version",), {"type": str, "default": "1.2", "help": "Which one."}
    )
    assert infos["--level"].kwargs["type"] is Level
    assert infos["--levels"].kwargs == {
        "type": list,
        "member_type": Level,
        "default": [],
        "help": "How loud each.",
    }
    assert infos["--config-file"].args == ("--config-file", "-c")
    assert infos["--config-file"].kwargs["type"] == file_option
    assert infos["--config-file"].kwargs["advanced"]
    assert infos["--env"].kwargs["default"] == {}
    assert infos["--memory"].kwargs["type"] == memory_size
    assert infos["--strict"].kwargs["removal_hint"] == "My Tool"
    assert infos["--args"].kwargs["member_type"] == shell_str
    assert infos["--args"].kwargs["passthrough"]


def test_helps_that_are_made() -> None:
    assert "My Tool" in Tool.skip.kwargs["help"] and "`pants lint`" in Tool.skip.kwargs["help"]
    assert "--my-tool-args='--fast'" in Tool.args.kwargs["help"]


def test_register_if() -> None:
    assert Tool.extra is None

    class More(Tool):
        options_scope = "more"
        has_extra = True

    assert More.extra.args == ("--extra",)


def test_unknown_keyword() -> None:
    with pytest.raises(TypeError, match="`colour`"):
        StrOption(default="", help="", colour="red")


def test_values() -> None:
    tool = create_subsystem(
        Tool,
        version="3",
        level="high",
        levels=["low", Level.HIGH],
        config_file="a.cfg",
        limits=[1, 2],
        env={"A": "b"},
        skip=True,
        args=["-x"],
    )
    assert (tool.version, tool.level, tool.levels) == ("3", Level.HIGH, (Level.LOW, Level.HIGH))
    assert (tool.config, tool.limits, tool.env) == ("a.cfg", (1, 2), {"A": "b"})
    assert (tool.skip, tool.args) == (True, ("-x",))
    with pytest.raises(AttributeError, match="`memory`"):
        tool.memory


def test_scopes() -> None:
    class NoScope(Subsystem):
        pass

    class Bad(Subsystem):
        options_scope = "Bad Scope"

    with pytest.raises(OptionsError, match="NoScope must set options_scope"):
        NoScope.get_scope_info()
    with pytest.raises(OptionsError, match="Bad Scope"):
        Bad(OptionValueContainer({}))
    info = Tool.get_scope_info()
    assert (info.scope, info.is_goal, info.description) == ("my-tool", False, "A tool.")
    valid = ["", "a", "a-b0", "a_b"]
    assert all(Subsystem.is_valid_scope_name(s) for s in valid)
    assert not any(
        Subsystem.is_valid_scope_name(s) for s in ["A", "a.b", "a--b", "a-", "-a", "pants", "ä"]
    )


def test_a_goal() -> None:
    class Show(LineOriented, GoalSubsystem):
        name = "show"
        help = "Shows."

    assert Show.options_scope == "show" and Show.get_scope_info().is_goal
    assert [i.args[0] for i in collect_options_info(Show)] == ["--output-file", "--sep"]
    show = create_goal_subsystem(Show, sep="\\t", output_file=None)
    lines: list[str] = []
    console = SimpleNamespace(stdout=SimpleNamespace(write=lines.append, flush=lambda: None))
    with show.line_oriented(console) as print_line:
        print_line("a")
    assert lines == ["a\t"]


def test_lines_into_a_file(tmp_path, monkeypatch) -> None:
    from pants.base.build_root import BuildRoot

    class Show(LineOriented, GoalSubsystem):
        name = "show"

    with BuildRoot().temporary(str(tmp_path)):
        show = create_goal_subsystem(Show, sep="\\n", output_file="out/x.txt")
        with show.line_oriented(None) as print_line:
            print_line("a")
            print_line("b")
    assert (tmp_path / "out" / "x.txt").read_text() == "a\nb\n"


def test_plugin_options() -> None:
    class Plugin:
        luck = BoolOption(default=False, help="Luck.")

    assert is_union(Tool.PluginOption) and Tool.PluginOption is not Base.PluginOption
    membership = UnionMembership.from_rules([Tool.register_plugin_options(Plugin)])
    names = [info.args[0] for info in Tool.all_option_infos(membership)]
    assert names[-1] == "--luck"


def test_environment_aware_options() -> None:
    class Shell(Subsystem):
        options_scope = "sh"

        class EnvironmentAware(Subsystem.EnvironmentAware):
            env_vars_used_by_options = ("PATH",)
            path = StrOption(default="/bin", help="Where.")
            flags = StrListOption(help="With what.")

    class SubShell(Shell):
        options_scope = "sub-sh"

    assert Shell.EnvironmentAware.subsystem is Shell
    assert SubShell.EnvironmentAware.subsystem is SubShell
    assert [i.args[0] for i in Shell.all_option_infos()] == ["--path", "--flags"]
    options = OptionValueContainer(
        {
            "path": RankedValue(Rank.HARDCODED, "/bin"),
            "flags": RankedValue(Rank.CONFIG, ["-e"]),
        }
    )
    field = SimpleNamespace(option_name="path", subsystem=Shell.EnvironmentAware, value="/opt")
    target = SimpleNamespace(val=SimpleNamespace(field_values={object: field}))
    plain = Shell.EnvironmentAware(options, None, {"PATH": "x"})
    changed = Shell.EnvironmentAware(options, target, {})
    assert (plain.path, plain.flags, plain._options_env) == ("/bin", ("-e",), {"PATH": "x"})
    assert (changed.path, changed.flags) == ("/opt", ("-e",))
    assert plain._is_default("path") and not changed._is_default("path")
    assert Shell.EnvironmentAware.depends_on_env_vars()


def test_rules_are_made_once() -> None:
    class Once(Subsystem):
        options_scope = "once"

    made: list[object] = []
    threads = [threading.Thread(target=lambda: made.append(Once.rules())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(rules) for rules in made}) == 1
    assert [rule.canonical_name for rule in Once.rules()] == ["construct_scope_once"]
    assert Once.rules()[0].output_type is Once


def test_value_container() -> None:
    container = OptionValueContainer(
        {"a": RankedValue(Rank.FLAG, 1), "b": RankedValue(Rank.HARDCODED, 2)}
    )
    assert (container.a, container["b"], container.get("c", 9)) == (1, 2, 9)
    assert container.is_flagged("a") and not container.is_default("a")
    assert container.is_default("b") and container.get_explicit_keys() == ["a"]
    assert list(container) == ["a", "b"] and container.as_dict() == {"a": 1, "b": 2}
    with pytest.raises(AttributeError):
        container.c


def test_the_highest_rank_wins() -> None:
    builder = OptionValueContainerBuilder()
    builder.x = RankedValue(Rank.CONFIG, 1)
    builder.x = RankedValue(Rank.HARDCODED, 2)
    builder.y = RankedValue(Rank.NONE, 3)
    other = OptionValueContainerBuilder({"y": RankedValue(Rank.FLAG, 4)})
    builder.update(other)
    assert builder.build().as_dict() == {"x": 1, "y": 4}
    assert Rank.FLAG > Rank.ENVIRONMENT > Rank.CONFIG > Rank.CONFIG_DEFAULT > Rank.HARDCODED
    with pytest.raises(AttributeError, match="RankedValue"):
        builder.z = 1


@pytest.mark.parametrize("text", ["", "12 parsecs", "GiB"])
def test_memory_sizes_that_are_none(text: str) -> None:
    assert memory_size("2KiB") == 2048 == memory_size(2048)
    with pytest.raises(ParseError, match="GiB"):
        memory_size(text)
