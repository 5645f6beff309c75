"""Names that stand for nothing, or nearly for something."""

from __future__ import annotations

from pants.help.main import print_no_goal, print_unknown_goal
from table_runtime import TableRuntime


def test_suggestions(ask):
    code, out = ask("testr")
    assert code == 1
    assert out == "There is nothing named `testr`.\nDid you mean tester, test, or Tester?\n"


def test_a_single_close_name_is_taken(ask):
    code, out = ask("parametriz")
    assert code == 0
    assert "`parametrize` BUILD file symbol" in out


def test_what_an_inactive_backend_has(ask):
    code, out = ask("gadget")
    assert code == 1
    assert "target type of this name in the backend `pants.backend.extra`" in out


def test_no_goal(capsys):
    assert print_no_goal() == 1
    assert "`pants help goals`" in capsys.readouterr().out


def test_unknown_goal(capsys):
    assert print_unknown_goal(TableRuntime(), ["tests", "other"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("There is no goal `tests`.\nDid you mean test?\n")
    assert "other" not in out
