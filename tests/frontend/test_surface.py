"""What the built-in backends declare, compared with the surface of the release."""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def load_checker():
    spec = importlib.util.spec_from_file_location(
        "surface_check", ROOT / "tools" / "surface_check.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


surface_check = load_checker()

SURFACE = {
    "backends": ["b.one"],
    "scopes": {
        "tool": {
            "is_goal": False,
            "provider": "b.one",
            "options": {
                "skip": {
                    "level": "basic",
                    "type": "bool",
                    "default": False,
                    "flags": ["--[no-]tool-skip"],
                    "scoped_flags": ["--tool-skip", "--no-tool-skip"],
                    "unscoped_flags": ["--skip", "--no-skip"],
                    "env": "PANTS_TOOL_SKIP",
                }
            },
        }
    },
    "targets": {
        "thing": {
            "provider": "b.one",
            "fields": {
                "kind": {
                    "type": "'a' | 'b' | None",
                    "required": False,
                    "default": "'a'",
                    "provider": "",
                },
                "skip_tool": {
                    "type": "bool",
                    "required": False,
                    "default": "False",
                    "provider": "b.one",
                },
            },
        }
    },
}

DECLARATIONS = {
    "backends": {
        "b.one": {
            "scopes": ["tool"],
            "targets": ["thing"],
            "plugin_fields": [["m:Thing", "m:SkipField", False]],
        }
    },
    "scopes": {
        "tool": {
            "is_goal": False,
            "provider": "b.one",
            "help": "A tool.",
            "options": {
                "skip": {
                    "name": "skip",
                    "flags": ["--skip"],
                    "type_name": "bool",
                    "default": False,
                    "help": "Leave it out.",
                }
            },
        }
    },
    "targets": {
        "thing": {"class": "m:Thing", "provider": "b.one", "help": "A.", "fields": ["m:Kind"]}
    },
    "fields": {
        "m:Kind": {
            "alias": "kind",
            "type_text": "str | None",
            "choices": ["b", "a"],
            "required": False,
            "default": "a",
            "help": "Which.",
        },
        "m:SkipField": {
            "alias": "skip_tool",
            "type_text": "bool",
            "required": False,
            "default": False,
            "help": "Whether.",
        },
    },
}


def test_nothing_to_say():
    assert surface_check.differences(DECLARATIONS, SURFACE) == []


@pytest.mark.parametrize(
    ("path", "value", "difference"),
    [
        (("scopes", "tool", "options", "skip", "default"), True, "default True should be False"),
        (("scopes", "tool", "options", "skip", "advanced"), True, "level 'advanced' should be"),
        (
            ("scopes", "tool", "options", "skip", "flags"),
            ["--skips"],
            "flags ['--[no-]tool-skips']",
        ),
        (("scopes", "tool", "options", "skip", "help"), "", "no help"),
        (("scopes", "tool", "options"), {}, "option [tool].skip: missing"),
        (("scopes", "tool", "is_goal"), True, "is_goal True should be False"),
        (("scopes",), {}, "scope tool: missing"),
        (("targets",), {}, "target thing: missing"),
        (("fields", "m:Kind", "default"), "b", "field kind: default 'b' should be 'a'"),
        (("fields", "m:Kind", "required"), True, "field kind: required True should be False"),
        (("fields", "m:Kind", "choices"), ["a"], "field kind: type"),
        (("fields", "m:Kind", "alias"), "sort", "field sort: not in the surface"),
        (("backends", "b.one", "plugin_fields"), [], "field skip_tool: missing"),
    ],
)
def test_differences_are_told(path, value, difference):
    declarations = copy.deepcopy(DECLARATIONS)
    at = declarations
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    told = surface_check.differences(declarations, SURFACE)
    assert any(difference in line for line in told), told


def test_a_difference_fails(tmp_path, capsys):
    surface, declarations = tmp_path / "s.json", tmp_path / "d.json"
    surface.write_text(json.dumps(SURFACE))
    declarations.write_text(json.dumps({**DECLARATIONS, "scopes": {}}))
    assert surface_check.main([str(declarations), str(surface)]) == 1
    assert "scope tool: missing" in capsys.readouterr().out
    declarations.write_text(json.dumps(DECLARATIONS))
    assert surface_check.main([str(declarations), str(surface)]) == 0


def test_without_a_surface_it_says_so(tmp_path, capsys):
    assert surface_check.main(["d.json", str(tmp_path / "none.json")]) == 0
    assert "skipped" in capsys.readouterr().out


@pytest.mark.skipif(
    not os.environ.get("SURFACE"), reason="SURFACE names no surface to compare with"
)
def test_our_declarations(tmp_path):
    exported = tmp_path / "declarations.json"
    subprocess.run(
        [sys.executable, "tools/declare.py", str(tmp_path / "d.pack"), "--json", str(exported)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "frontend")},
        check=True,
    )
    assert surface_check.main([str(exported), os.environ["SURFACE"]]) == 0
