"""The graph as Graphviz, Mermaid, JSON and HTML; cycles against a naive search."""

from __future__ import annotations

import json
import random

import pytest
from pants.backend.project_info.graph import Drawing, find_cycles

NODES = [("a:a", "target"), ('b"<:b', "target"), ("c\\:c", "target")]


def reach(count: int, edges: list[tuple[int, int]]) -> list[set[int]]:
    reached: list[set[int]] = [set() for _ in range(count)]
    for _ in range(count):
        for start, end in edges:
            reached[start] |= {end} | reached[end]
    return reached


@pytest.mark.parametrize("seed", range(200))
def test_cycles_like_a_naive_search(seed: int) -> None:
    rng = random.Random(seed)
    count = rng.randint(1, 9)
    edges = [(rng.randrange(count), rng.randrange(count)) for _ in range(rng.randint(0, 2 * count))]
    reached = reach(count, edges)
    expected = {
        tuple(b for b in range(count) if b in reached[a] and a in reached[b])
        for a in range(count)
        if a in reached[a]
    }
    assert find_cycles(count, edges) == sorted(list(cycle) for cycle in expected)


def test_a_long_chain_needs_no_deep_stack() -> None:
    count = 100_000
    edges = [(i, (i + 1) % count) for i in range(count)]
    assert find_cycles(count, edges) == [list(range(count))]


def test_data() -> None:
    drawing = Drawing(NODES, [(0, 1), (1, 0), (1, 2)])
    assert json.loads(drawing.to_json()) == {
        "targets": [{"address": a, "type": t} for a, t in NODES],
        "dependencies": [["a:a", NODES[1][0]], [NODES[1][0], "a:a"], [NODES[1][0], NODES[2][0]]],
        "cycles": [["a:a", NODES[1][0]]],
    }


def test_graphviz_quotes_and_colours() -> None:
    text = Drawing(NODES, [(0, 1), (1, 0), (1, 2)]).to_dot()
    assert text.startswith("digraph dependencies {")
    assert 'n1 [label="b\\"<:b", tooltip="target", color=red];' in text
    assert 'n2 [label="c\\\\:c", tooltip="target"];' in text
    assert "n0 -> n1 [color=red];" in text
    assert "n1 -> n2;" in text


def test_mermaid() -> None:
    text = Drawing(NODES, [(0, 1), (1, 0), (1, 2)]).to_mermaid()
    assert text.splitlines()[:3] == ["flowchart LR", '  n0["a:a"]', '  n1["b#34;#60;:b"]']
    assert text.splitlines()[-1] == "  linkStyle 0,1 stroke:red"


def test_the_page_holds_its_data_and_loads_nothing() -> None:
    page = Drawing([*NODES, ("</script>:x", "target")], [(0, 1)]).to_html()
    start = page.index('type="application/json">') + len('type="application/json">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert data["nodes"][3][0] == "</script>:x"
    assert data["edges"] == [[0, 1]]
    assert page.count("://") == 1  # the name of a namespace
