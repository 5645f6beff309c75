"""`pants graph`: who depends on whom, as a picture or as data."""

from __future__ import annotations

from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.engine.internals.dependency_rules import dependencies_ready
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import BoolOption, EnumOption
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class GraphFormat(PlainEnum):
    """How the graph is written."""

    dot = "dot"
    mermaid = "mermaid"
    json = "json"
    html = "html"


class GraphSubsystem(Outputting, GoalSubsystem):
    """Options of `graph`."""

    name = "graph"
    help = (
        "Write the graph of dependencies: for Graphviz, for Mermaid, as JSON, or as one HTML page "
        "that can be searched and folded. Cycles are pointed out."
    )

    format = EnumOption(
        default=GraphFormat.dot,
        help="How to write it. The HTML page needs nothing but a browser.",
    )
    transitive = BoolOption(
        default=False,
        help="Add all that the given targets depend on, directly or not.",
    )


class Graph(Goal):
    """The goal `graph`."""

    subsystem_cls = GraphSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


class Drawing:
    """Targets by number, their types, the edges between them, and the cycles.

    Nodes are in the order in which they were given; edges and cycles are of their numbers.
    """

    def __init__(self, nodes: list[tuple[str, str]], edges: list[tuple[int, int]]) -> None:
        self.nodes = nodes
        self.edges = edges
        self.cycles = find_cycles(len(nodes), edges)
        self._cycle_of = {node: i for i, cycle in enumerate(self.cycles) for node in cycle}

    def in_cycle(self, edge: tuple[int, int]) -> bool:
        """Whether the edge is part of a cycle."""
        start, end = (self._cycle_of.get(node) for node in edge)
        return start is not None and start == end

    def to_data(self) -> dict[str, Any]:
        """Plain data, addresses instead of numbers."""
        name = [address for address, _ in self.nodes]
        return {
            "targets": [{"address": a, "type": t} for a, t in self.nodes],
            "dependencies": [[name[start], name[end]] for start, end in self.edges],
            "cycles": [[name[node] for node in cycle] for cycle in self.cycles],
        }

    def to_json(self) -> str:
        """The same as text."""
        import json

        return json.dumps(self.to_data(), indent=2) + "\n"

    def to_dot(self) -> str:
        """For Graphviz; cycles are red."""
        lines = ["digraph dependencies {", "  rankdir=LR;", "  node [shape=box];"]
        for i, (address, kind) in enumerate(self.nodes):
            mark = ", color=red" if i in self._cycle_of else ""
            lines.append(f"  n{i} [label={_quoted(address)}, tooltip={_quoted(kind)}{mark}];")
        for edge in self.edges:
            mark = " [color=red]" if self.in_cycle(edge) else ""
            lines.append(f"  n{edge[0]} -> n{edge[1]}{mark};")
        return "\n".join([*lines, "}", ""])

    def to_mermaid(self) -> str:
        """For Mermaid; cycles are red."""
        lines = ["flowchart LR"]
        lines += [f'  n{i}["{_entities(address)}"]' for i, (address, _) in enumerate(self.nodes)]
        lines += [f"  n{start} --> n{end}" for start, end in self.edges]
        red = [i for i, edge in enumerate(self.edges) if self.in_cycle(edge)]
        if red:
            lines.append(f"  linkStyle {','.join(map(str, red))} stroke:red")
        return "\n".join([*lines, ""])

    def to_html(self) -> str:
        """A page of its own."""
        import json

        from pants.backend.project_info.graph_page import PAGE

        data = {"nodes": self.nodes, "edges": self.edges, "cycles": self.cycles}
        text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
        return PAGE.replace("@DATA@", text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _entities(text: str) -> str:
    """Text in a Mermaid label: what would end or change it is written as a number."""
    return "".join([c if c.isalnum() or c in "/._-: " else f"#{ord(c)};" for c in text])


def find_cycles(count: int, edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The strongly connected components with more than one node, or with an edge to itself.

    Tarjan's algorithm (SIAM J. Comput. 1972), with a stack of its own in place of recursion.
    """
    out: list[list[int]] = [[] for _ in range(count)]
    loops = set()
    for start, end in edges:
        out[start].append(end)
        if start == end:
            loops.add(start)
    index = [-1] * count
    low = [0] * count
    on_stack = [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for root in range(count):
        if index[root] >= 0:
            continue
        todo = [(root, 0)]
        while todo:
            node, at = todo.pop()
            if at == 0:
                index[node] = low[node] = clock
                clock += 1
                stack.append(node)
                on_stack[node] = True
            elif on_stack[out[node][at - 1]]:
                low[node] = min(low[node], low[out[node][at - 1]])
            while at < len(out[node]):
                following = out[node][at]
                at += 1
                if index[following] < 0:
                    todo += [(node, at), (following, 0)]
                    break
                if on_stack[following]:
                    low[node] = min(low[node], index[following])
            else:
                if low[node] == index[node]:
                    component = []
                    while not component or component[-1] != node:
                        component.append(stack.pop())
                        on_stack[component[-1]] = False
                    if len(component) > 1 or node in loops:
                        found.append(sorted(component))
    return sorted(found)


@goal_rule
async def draw_graph(
    console: Console, addresses: Addresses, graph_subsystem: GraphSubsystem
) -> Graph:
    """Write the graph of the given targets; edges to others are left out."""
    subsystem = graph_subsystem
    runtime = await dependencies_ready(addresses, subsystem.transitive)
    nodes = list(addresses)
    if subsystem.transitive:
        nodes = list(runtime.dependencies(addresses, True, True))
    number = {address: i for i, address in enumerate(nodes)}
    edges = [
        (number[start], number[end])
        for start, ends in zip(nodes, runtime.dependency_lists(nodes, False))
        for end in ends
        if end in number
    ]
    drawing = Drawing([(a.spec, runtime.target_info(a)[0]) for a in nodes], edges)
    writers = {
        GraphFormat.dot: drawing.to_dot,
        GraphFormat.mermaid: drawing.to_mermaid,
        GraphFormat.json: drawing.to_json,
        GraphFormat.html: drawing.to_html,
    }
    with subsystem.output(console) as write_stdout:
        write_stdout(writers[subsystem.format]())
    return Graph(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
