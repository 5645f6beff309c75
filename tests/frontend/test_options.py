"""Options over given arguments, environment and configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pants.base.build_root import BuildRoot
from pants.engine.fs import FileContent
from pants.engine.unions import UnionMembership
from pants.option.custom_types import memory_size, shell_str
from pants.option.errors import (
    ConfigValidationError,
    DefaultMemberValueType,
    DefaultValueType,
    MutuallyExclusiveOptionError,
    OptionAlreadyRegistered,
    OptionsError,
    ParseError,
    PassthroughType,
    UnknownFlagsError,
)
from pants.option.option_types import EnumOption, IntOption, StrListOption
from pants.option.options import Options
from pants.option.options_fingerprinter import OptionEncoder
from pants.option.ranked_value import Rank
from pants.option.scope import GLOBAL_SCOPE, ScopeInfo
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class Colour(PlainEnum):
    RED = "red"
    BLUE = "blue"


class Painter(Subsystem):
    options_scope = "painter"
    deprecated_options_scope = "brush"
    deprecated_options_scope_removal_version = "9.0.0.dev0"
    help = "Paints."

    colour = EnumOption(default=Colour.RED, help="Which.")
    coats = IntOption(default=1, help="How many.")
    args = StrListOption(help="More.", passthrough=True)


@pytest.fixture(autouse=True)
def build_root(tmp_path: Path):
    (tmp_path / "BUILDROOT").touch()
    with BuildRoot().temporary(str(tmp_path)):
        yield tmp_path


def make(*args: str, env=None, config: str = "") -> Options:
    options = Options.create(
        args=["pants", *args],
        env=env or {},
        config_sources=[FileContent("pants.toml", config.encode())],
        known_scope_infos=[
            ScopeInfo(GLOBAL_SCOPE),
            ScopeInfo("walk", is_goal=True),
            ScopeInfo("run", is_goal=True),
            Painter.get_scope_info(),
        ],
    )
    Painter.register_options_on_scope(options, UnionMembership.empty())
    return options


def test_sources_in_their_order():
    config = "[painter]\ncoats = 2\ncolour = 'blue'\nargs.add = ['a']\n"
    env = {"PANTS_PAINTER_COATS": "3"}
    values = make("--painter-args=b", "walk", "a:b", "--", "c d", config=config, env=env).for_scope(
        "painter"
    )
    assert (values.coats, values.get_rank("coats")) == (3, Rank.ENVIRONMENT)
    assert (values.colour, values.get_rank("colour")) == (Colour.BLUE, Rank.CONFIG)
    assert (values.args, values.get_rank("args")) == (["a", "b", "c d"], Rank.FLAG)
    assert Painter(values).colour is Colour.BLUE
    assert Painter(make().for_scope("painter")).colour is Colour.RED


def test_command_line():
    options = make("walk", "src/a.py", "help", "dir::", "--", "x")
    assert options.goals == ["walk"]
    assert options.specs == ["src/a.py", "dir::"]
    assert options.builtin_or_auxiliary_goal == "help"
    assert make("stroll").unknown_goals == ["stroll"]
    with pytest.raises(Options.AmbiguousPassthroughError, match="walk"):
        make("walk", "run", "--", "x")


def test_former_scope_counts_and_warns(caplog):
    values = make(config="[brush]\ncoats = 7\n").for_scope("painter")
    assert values.coats == 7
    (record,) = caplog.records
    assert "[brush]" in record.message and "coats" in record.message


def test_a_wrong_value_names_its_place():
    with pytest.raises(ParseError, match=r"pants\.toml:2:9"):
        make(config="[painter]\ncoats = 'many'\n").for_scope("painter")
    with pytest.raises(ParseError, match="green"):
        make("--painter-colour=green").for_scope("painter")


def test_what_is_unknown():
    options = make("--painter-coat=1", "walk", config="[painter]\ncotas = 1\n")
    with pytest.raises(UnknownFlagsError) as error:
        options.verify_args()
    assert (error.value.flags, error.value.arg_scope) == (("--painter-coat",), "")
    with pytest.raises(ConfigValidationError, match="cotas"):
        options.verify_configs()
    with pytest.raises(OptionsError, match="sculptor"):
        options.for_scope("sculptor")


def test_registration_is_checked():
    options = make()
    options.register("walk", "-p", "--pace", type=int, default=3)
    with pytest.raises(OptionAlreadyRegistered):
        options.register("walk", "--pace")
    with pytest.raises(DefaultValueType):
        options.register("walk", "--far", type=int, default="yes")
    with pytest.raises(DefaultMemberValueType):
        options.register("walk", "--near", type=list, member_type=int, default=[1, "2"])
    with pytest.raises(PassthroughType):
        options.register("walk", "--rest", passthrough=True)
    assert options.for_scope("walk").as_dict() == {"pace": 3}


def test_types_that_are_functions():
    options = make("--walk-load=2KiB", "--walk-words=a 'b c'", "--walk-loud=no")
    options.register("walk", "--load", type=memory_size, default=1)
    options.register("walk", "--words", type=list, member_type=shell_str)
    options.register("walk", "--loud", type=str.upper, default="yes")
    values = options.for_scope("walk")
    assert (values.load, values.words, values.loud) == (2048, ["a", "b c"], "NO")


def test_options_that_exclude_each_other():
    options = make("--walk-slow=1", env={"PANTS_WALK_FAST": "1"})
    for name in ("--slow", "--fast"):
        options.register("walk", name, mutually_exclusive_group="speed")
    with pytest.raises(MutuallyExclusiveOptionError, match="slow|fast"):
        options.for_scope("walk")


def test_values_as_json():
    values = make("--painter-args=x").for_scope("painter").as_dict()
    text = json.dumps({**values, "set": {"b", "a"}}, cls=OptionEncoder, sort_keys=True)
    assert text == '{"args": ["x"], "coats": 1, "colour": "red", "set": ["a", "b"]}'
