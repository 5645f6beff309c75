"""What `peek` writes for a target."""

from __future__ import annotations

import json

from pants.backend.project_info.peek import _target_json, _World
from pants.backend.project_info.peek_goals import Goals
from pants.core.target_types import ResourceSourceField
from pants.engine.addresses import Address
from pants.engine.target import FieldSet


class RunsResources(FieldSet):
    required_fields = (ResourceSourceField,)


def _field(alias, kind, default=None, **more):
    return {
        "alias": alias,
        "kind": kind,
        "default": default,
        "default_kind": "value",
        "custom": False,
        "bases": [],
        **more,
    }


class Run:
    """Answers about targets that stand in dictionaries."""

    def __init__(self, build_root):
        self.build_root = str(build_root)
        self.infos = {}
        self.files = {}
        self.unions = []
        self.fields = {
            "x:Source": _field("source", "source"),
            "x:Deps": _field("dependencies", "dependencies"),
            "x:Sources": _field("sources", "sources", ["*.txt", "!no.txt"]),
            "x:Names": _field("names", "str_seq", ["a"]),
            "x:Overrides": _field("overrides", "overrides"),
            "pants.core.target_types:ResourceSourceField": _field("source", "source"),
            "pants.backend.python.target_types:PythonRequirementsField": _field(
                "requirements", "any", custom=True
            ),
        }

    def add(self, address, alias, values, fields, generator=None, files=()):
        pairs = [(self.fields[f]["alias"], f) for f in fields]
        self.infos[address] = (alias, f"x:{alias}", values, pairs, "BUILD:1", generator)
        self.files[address] = list(files)

    def target_info(self, address):
        if address not in self.infos:
            raise LookupError(f"there is no target {address}")
        return self.infos[address]

    def target_files(self, addresses, globs, build_files):
        assert not globs and not build_files
        return self.files[addresses[0]]

    def backends(self):
        return ["x"]

    def declaration(self, section, key):
        if section == "fields":
            return self.fields[key]
        if section == "backends":
            return {"unions": self.unions}
        return {"kind": "file_generator" if key.endswith("s") else "plain"}

    def globs(self, patterns, files, folders):
        assert folders and not files
        self.asked = patterns
        return ["d/empty"]

    def fingerprint(self, files, folders):
        return ",".join([*files, *folders])


def _peek(run, address, brief=False, dependencies=()):
    text = _target_json(_World(run), Goals(run), address, list(dependencies), brief)
    return text, json.loads(text)


def test_keys_are_sorted_behind_the_first_two(tmp_path):
    (tmp_path / "f.txt").write_text("f")
    run = Run(tmp_path)
    address = Address("", target_name="t")
    run.add(
        address,
        "thing",
        {"source": "f.txt", "dependencies": ["//:b", "!//:c", "//:a"]},
        ["x:Source", "x:Deps", "x:Names"],
        files=["f.txt"],
    )
    used = [Address("", target_name=name) for name in ("a", "b")]
    text, answer = _peek(run, address, dependencies=used)
    assert list(answer) == [
        "address",
        "target_type",
        "dependencies",
        "dependencies_raw",
        "names",
        "source_raw",
        "sources",
        "sources_fingerprint",
    ]
    assert answer["dependencies"] == ["//:a", "//:b"]
    assert answer["dependencies_raw"] == ["//:b", "!//:c", "//:a"]
    assert answer["names"] == ["a"]
    assert answer["sources_fingerprint"] == "f.txt"
    assert text.startswith('  {\n    "address": "//:t",\n    "target_type": "thing",\n')
    assert '    "names": [\n      "a"\n    ],\n' in text


def test_defaults_left_out(tmp_path):
    run = Run(tmp_path)
    address = Address("d")
    run.add(address, "thing", {"names": ["a"], "source": None}, ["x:Source", "x:Names"])
    assert list(_peek(run, address, brief=True)[1]) == [
        "address",
        "target_type",
        "dependencies",
        "sources",
        "sources_fingerprint",
    ]
    run.add(address, "thing", {"names": ["b"]}, ["x:Names"])
    assert _peek(run, address, brief=True)[1]["names"] == ["b"]


def test_values_that_are_computed(tmp_path):
    run = Run(tmp_path)
    address = Address("d", target_name="r")
    requirements = "pants.backend.python.target_types:PythonRequirementsField"
    run.add(
        address,
        "thing",
        {"requirements": ["b>=1,<2"], "overrides": {"f.py": {"names": ["x"]}, ("g", "h"): {}}},
        [requirements, "x:Overrides"],
    )
    answer = _peek(run, address)[1]
    assert answer["requirements"] == ["b<2,>=1"]
    assert answer["overrides"] == {"('f.py',)": {"names": ["x"]}, "('g', 'h')": {}}


def test_goals_by_field_sets(tmp_path):
    run = Run(tmp_path)
    run.unions = [["pants.core.goals.run:RunFieldSet", f"{__name__}:RunsResources"]]
    address = Address("d", target_name="t")
    run.add(address, "thing", {}, ["pants.core.target_types:ResourceSourceField"])
    assert _peek(run, address)[1]["goals"] == ["run"]
    run.add(address, "thing", {}, ["x:Names"])
    assert "goals" not in _peek(run, address)[1]


def test_sources_of_generators(tmp_path):
    (tmp_path / "d" / "b").mkdir(parents=True)
    for path in ("d/b.txt", "d/b/c.txt"):
        (tmp_path / path).write_text(path)
    run = Run(tmp_path)
    address = Address("d", target_name="g")
    run.add(address, "things", {}, ["x:Sources"], files=["d/b.txt", "d/b/c.txt"])
    answer = _peek(run, address)[1]
    assert answer["sources"] == ["d/b/c.txt", "d/b.txt"]
    assert answer["sources_raw"] == ["*.txt", "!no.txt"]
    assert run.asked == ["d/*.txt", "!d/no.txt"]
    assert answer["sources_fingerprint"] == "d/b/c.txt,d/b.txt,d/empty"
