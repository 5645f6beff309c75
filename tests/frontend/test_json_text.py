"""JSON as the module `json` writes it."""

from __future__ import annotations

import json

import pytest
from pants.util.frozendict import FrozenDict
from pants.util.json_text import dumps
from pants.util.ordered_set import FrozenOrderedSet


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -1.5,
        float("inf"),
        'a "quoted"\n\u2713 \U0001f600 \x01',
        [],
        {},
        [1, [2, {"a": []}], {}],
        {"b": None, "a": [True], "1": {"x": {}}},
        {1: 2, None: 3, False: 4, 1.5: 5},
        (1, (2,)),
    ],
)
@pytest.mark.parametrize("indent", [2, 4])
def test_same_as_json(value, indent):
    assert dumps(value, indent=indent) == json.dumps(value, indent=indent)


def test_sorted_keys():
    value = {"b": 1, "a": {"d": 1, "c": 2}}
    assert dumps(value, sort_keys=True) == json.dumps(value, indent=2, sort_keys=True)


def test_other_values():
    value = {
        "d": FrozenDict({"x": (1,)}),
        "s": FrozenOrderedSet(["b", "a"]),
        ("t",): 1,
        "o": 3 + 1j,
    }
    assert json.loads(dumps(value, other=repr)) == {
        "d": {"x": [1]},
        "s": ["b", "a"],
        "('t',)": 1,
        "o": "(3+1j)",
    }
