"""`help-all`."""

from __future__ import annotations

import json

from pants.help.layout import wrap


def test_shape(ask):
    code, out = ask(builtin="help-all", values={("test", "force"): [(True, 4, "env var X")]})
    assert code == 0
    answer = json.loads(out)
    assert list(answer) == sorted(answer)
    assert set(answer) == {
        "scope_to_help_info",
        "name_to_goal_info",
        "name_to_target_type_info",
        "name_to_rule_info",
        "name_to_api_type_info",
        "name_to_backend_help_info",
        "name_to_build_file_info",
        "env_var_to_help_info",
    }
    force = answer["scope_to_help_info"]["test"]["basic"][0]
    assert force == answer["env_var_to_help_info"]["PANTS_TEST_FORCE"]
    assert force == {
        "display_args": ["--[no-]test-force"],
        "comma_separated_display_args": "--[no-]test-force",
        "scoped_cmd_line_args": ["--test-force", "--no-test-force"],
        "unscoped_cmd_line_args": ["--force", "--no-force"],
        "env_var": "PANTS_TEST_FORCE",
        "config_key": "force",
        "target_field_name": None,
        "typ": "bool",
        "default": False,
        "help": "About force.",
        "deprecation_active": False,
        "deprecated_message": None,
        "removal_version": None,
        "removal_hint": None,
        "choices": None,
        "comma_separated_choices": None,
        "value_history": {
            "ranked_values": [
                {"rank": "HARDCODED", "value": False, "details": None},
                {"rank": "ENVIRONMENT", "value": True, "details": "env var X"},
            ]
        },
        "fromfile": False,
    }


def test_goals_targets_rules_and_types(ask):
    answer = json.loads(ask(builtin="help-all")[1])
    assert answer["name_to_goal_info"]["test"]["consumed_scopes"] == ["test", "tester"]
    assert answer["name_to_goal_info"]["fmt"]["is_implemented"] is False
    fields = answer["name_to_target_type_info"]["file"]["fields"]
    assert fields[0] == {
        "alias": "source",
        "provider": "",
        "description": "The source of the thing.",
        "type_hint": "str",
        "required": True,
        "default": None,
    }
    assert answer["name_to_rule_info"]["core.find"]["input_types"] == ["OneRequest", "Tester"]
    kind = answer["name_to_api_type_info"]["core.Request"]
    assert kind["is_union"] and kind["union_members"] == ["OneRequest"]
    assert kind["used_in_rules"] == ["core.run_tests"]


def test_wrapping_keeps_lists_hanging():
    text = "Words that go on.\n\n  * one two three four\n    code stays"
    assert wrap(text, 16) == [
        "Words that go",
        "on.",
        "",
        "  * one two",
        "    three four",
        "    code stays",
    ]
    assert wrap("http://a.very.long.link/that/stays whole", 20) == [
        "http://a.very.long.link/that/stays",
        "whole",
    ]
