"""The table and the JSON of `count-loc`, and its arguments."""

from __future__ import annotations

import json

import pytest
from pants.backend.project_info.count_loc import Request, as_json, as_table, count

FILES = [
    ("a.py", b"x = 1\n# c\n\n"),
    ("b.py", b"y = 2\n"),
    ("c.c", b"int a;\nint b;\nint c;\n"),
    ("d.bin", b"\0\0"),
    ("gone.py", None),
    ("unknown", b"text"),
]


def test_a_table_by_lines_of_code():
    lines = as_table(count(FILES), Request([])).splitlines()
    assert [line.split() for line in lines if not line.startswith("-")] == [
        ["Language", "Files", "Lines", "Blanks", "Comments", "Code"],
        ["C", "1", "3", "0", "0", "3"],
        ["Python", "2", "4", "1", "1", "2"],
        ["Total", "3", "7", "1", "1", "5"],
    ]
    assert len({len(line) for line in lines}) == 1


def test_by_file():
    lines = as_table(count(FILES), Request(["--by-file", "--sort=name"])).splitlines()
    rows = [line.split() for line in lines]
    assert ["a.py", "3", "1", "1", "1"] in rows
    assert rows.index(["C", "1", "3", "0", "0", "3"]) < rows.index(
        ["Python", "2", "4", "1", "1", "2"]
    )


def test_json():
    answer = json.loads(as_json(count(FILES), Request(["--format", "json", "-s", "files"])))
    assert [entry["Name"] for entry in answer] == ["Python", "C"]
    assert answer[0] == {
        "Name": "Python",
        "Count": 2,
        "Lines": 4,
        "Code": 2,
        "Comment": 1,
        "Blank": 1,
    }


def test_arguments():
    request = Request(["--no-cocomo", "-f=json", "--sort", "lines"])
    assert (request.format, request.sort, request.by_file) == ("json", "lines", False)
    with pytest.raises(ValueError, match="--wide"):
        Request(["--wide"])
    with pytest.raises(ValueError, match="tabular, json"):
        Request(["--format", "html"])
    with pytest.raises(ValueError, match="tabular, json"):
        Request(["--format"])
