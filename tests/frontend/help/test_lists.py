"""Lists of what there is."""

from __future__ import annotations


def test_goals_without_rules_are_left_out(ask):
    code, out = ask("goals")
    assert code == 0
    assert "test  Help of core:TestSubsystem.\n" in out
    assert "fmt" not in out
    assert "`pants help backends`" in out


def test_targets_without_private_ones(ask):
    _, out = ask("targets")
    assert "file  Help of core:File." in out
    assert "_private" not in out and "gadget" not in out


def test_subsystems_and_tools(ask):
    _, out = ask("subsystems")
    assert "tester" in out and "\ntest " not in out
    _, out = ask("tools", values={("tester", "version"): [("2.0", 3, "pants.toml")]})
    assert "tester  Help of core:Tester.\n        Version: 2.0 (pants.toml)\n" in out


def test_backends(ask):
    _, out = ask("backends")
    assert "[*] pants.core           [pants]\n     The core.\n" in out
    assert "[ ] pants.backend.extra  [pants]\n" in out
    assert "experimental.odd" not in out
    _, out = ask("backends", builtin="help-advanced")
    assert "[ ] pants.backend.experimental.odd" in out


def test_symbols(ask):
    _, out = ask("symbols")
    assert "\nenv          A variable.\n\nparametrize\n" in out
    assert "\nfile " not in out
    _, out = ask("symbols", builtin="help-advanced")
    assert "\nfile " in out


def test_api_types(ask):
    _, out = ask("api-types")
    assert "Request        core\n               What to find.\n" in out
