"""Pages of single things."""

from __future__ import annotations


def test_usage_without_a_name(ask):
    code, out = ask()
    assert code == 0
    assert "pants help goals" in out
    assert "[inputs] can be:" in out


def test_options_of_a_goal(ask):
    code, out = ask("test")
    assert code == 0
    assert "\n`test` goal options\n-------------------\n" in out
    assert "Activated by pants.core\nConfig section: [test]\n" in out
    assert (
        "  --[no-]test-force\n  PANTS_TEST_FORCE\n  force\n"
        "      default: False\n      current value: False\n      About force.\n"
    ) in out
    assert '  --test-args="[<shell_str>, <shell_str>, ...]"\n  ... -- [<shell_str>' in out
    assert "limits" not in out and "  old\n" not in out
    assert "`pants help-advanced test`" in out


def test_lists_take_several_lines(ask):
    _, out = ask("test")
    assert '      default: [\n          "A",\n          "B"\n      ]\n' in out


def test_advanced_and_deprecated_options(ask):
    _, out = ask("test", builtin="help-advanced")
    assert "`test` goal advanced options" in out
    assert "--test-limits=\"{'key1': val1, 'key2': val2, ...}\"" in out
    assert "`test` goal deprecated options" in out
    assert "Deprecated: it goes in 3.0.0. Use new." in out


def test_where_a_value_comes_from(ask):
    steps = [(True, 3, "pants.toml"), (False, 5, "command-line flag")]
    _, out = ask("test", values={("test", "force"): steps})
    assert "current value: False (from command-line flag)\n" in out
    assert "          overrode: True (from pants.toml)\n" in out


def test_sizes_are_shown_as_sizes(ask):
    values = {("test", "memory"): [(2 * 1024**3, 4, "env var PANTS_TEST_MEMORY")]}
    _, out = ask("test", builtin="help-advanced", values=values)
    assert "current value: 2GiB (from env var PANTS_TEST_MEMORY)" in out


def test_a_value_that_cannot_be_read_does_no_harm(ask):
    code, out = ask("test", values={("test", "force"): ValueError("`maybe` is no bool")})
    assert code == 0
    assert "current value: unknown: `maybe` is no bool" in out


def test_related_subsystems_follow_the_rules(ask):
    _, out = ask("test")
    assert "Related subsystems: tester\n" in out


def test_global_options(ask):
    _, out = ask("global")
    assert "\nGlobal options\n" in out
    assert "  -l<LogLevel>\n  --level=<LogLevel>\n  PANTS_LEVEL\n  level\n" in out
    assert "one of: [info, warn]" in out
    _, out = ask("global", builtin="help-advanced")
    assert "  PANTS_VERSION\n  pants_version\n" in out


def test_an_environment_variable(ask):
    code, out = ask("PANTS_TEST_FORCE")
    assert code == 0
    assert out.startswith("\n  --[no-]test-force\n")
    assert "env_vars" not in out


def test_fields_of_environments(ask):
    _, out = ask("tester")
    assert "The field `t_paths` of `local_environment`" in out


def test_a_target_with_its_fields(ask):
    _, out = ask("file", enabled=["pants.core", "pants.backend.extra"])
    assert "`file` target" in out
    assert out.index("\nsource\n    type: str\n    required\n") < out.index("\nmode\n")
    assert "mode\n    type: 'binary' | 'text' | None\n    default: 'text'\n" in out
    assert "skip_extra\n    from: pants.backend.extra\n    type: bool\n" in out


def test_a_field_by_name(ask):
    code, out = ask("timeout", enabled=["pants.core", "pants.backend.extra"])
    assert code == 0
    assert "of `file`, `gadget`\n    type: int | None\n    default: 3\n" in out


def test_a_rule(ask):
    _, out = ask("core.run_tests")
    assert "`core.run_tests` rule" in out
    assert "returns      : Test" in out
    assert "takes 1 input: TestSubsystem" in out
    assert "awaits 1 rule: core.find -> Found" in out


def test_a_type(ask):
    _, out = ask("Request")
    assert "`core.Request` API type" in out
    assert "union members: core.OneRequest" in out
    _, out = ask("OneRequest")
    assert "member of union: core.Request" in out
    assert "taken by       : core.find" in out


def test_a_symbol_and_a_backend(ask):
    _, out = ask("env")
    assert "Signature: env(name)\n\nA variable.\n" in out
    _, out = ask("pants.backend.extra")
    assert "enabled     : no" in out
    assert "target types: gadget" in out


def test_several_things_at_once(ask):
    code, out = ask("file", "test", "nothing_like_that")
    assert code == 1
    assert "`file` target" in out and "`test` goal options" in out
    assert "There is nothing named `nothing_like_that`.\n" in out
