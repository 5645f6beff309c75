"""The page about the table of declarations names every key that the table has."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "internals" / "declarations.md"


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("table")
    declare = [sys.executable, str(ROOT / "tools" / "declare.py"), str(folder / "table.pack")]
    subprocess.run([*declare, "--json", str(folder / "table.json")], check=True)
    return json.loads((folder / "table.json").read_text())


def records(table: dict) -> dict[str, list[dict]]:
    """The records of the table by the section of the page that describes them."""
    found = {name: list(table[name].values()) for name in table if name != "version"}
    found["options"] = [o for scope in found["scopes"] for o in scope["options"].values()]
    found["calls"] = [call for rule in found["rules"] for call in rule["calls"]]
    return found


def test_the_page_names_every_key(table: dict) -> None:
    words = set(re.findall(r"\w+", PAGE.read_text()))
    missing = [
        f"{section}: {key}"
        for section, found in records(table).items()
        for key in sorted(set().union(*found))
        if key not in words
    ]
    assert missing == []


def test_the_page_names_every_kind(table: dict) -> None:
    words = set(re.findall(r"\w+", PAGE.read_text()))
    found = records(table)
    kinds = {field["kind"] for field in found["fields"]}
    kinds |= {target["kind"] for target in found["targets"]}
    kinds |= {option["type"] for option in found["options"]}
    kinds |= {symbol["kind"] for symbol in found["symbols"]}
    assert kinds - words == set()
    assert len(kinds) > 20
