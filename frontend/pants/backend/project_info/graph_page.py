"""The page of `pants graph --format=html`: no network, no library, one file.

Folders are boxes that fold; what lies in a folded one is drawn as the folder, and its edges are
drawn together. Layers go from left to right along the dependencies; cycles are red.
"""

from __future__ import annotations

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Dependencies</title>
<style>
body { margin: 0; font: 13px sans-serif; color: #222; background: #fff; }
header { position: fixed; top: 0; left: 0; right: 0; padding: 8px; background: #f4f4f4;
  border-bottom: 1px solid #ccc; display: flex; gap: 8px; align-items: center; }
#search { width: 22em; padding: 3px; }
#picture { position: absolute; top: 42px; left: 0; right: 0; bottom: 0; overflow: auto; }
.node rect { fill: #eef4ff; stroke: #7a9cc6; cursor: pointer; }
.node.folder rect { fill: #fff6df; stroke: #c6a45a; }
.node.cycle rect { stroke: #c00; stroke-width: 2; }
.node.found rect { fill: #fdf06f; }
.node.near rect { fill: #d4f5d0; }
.edge { fill: none; stroke: #999; }
.edge.cycle { stroke: #c00; }
.edge.near { stroke: #2a2; stroke-width: 2; }
.faint { opacity: 0.15; }
</style>
</head>
<body>
<header>
<input id="search" type="search" placeholder="search for targets" autofocus>
<button id="fold">fold all</button><button id="unfold">unfold all</button>
<span id="status"></span>
</header>
<div id="picture"></div>
<script id="data" type="application/json">@DATA@</script>
<script>
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const MANY = 60, WIDE = 320, HIGH = 26, LIMIT = 4000;
const folders = data.nodes.map(([address]) => {
  const file = address.split(/[:#@]/)[0].replace(/^[/][/]/, "");
  const place = address.startsWith("//") || address.indexOf(":") >= 0 && !/[.][^/]*$/.test(file)
    ? file : file.split("/").slice(0, -1).join("/");
  return place || "//";
});
const cycleOf = new Map();
data.cycles.forEach((cycle, i) => cycle.forEach(node => cycleOf.set(node, i)));
const open = new Set();
let wanted = "", chosen = null;
if (data.nodes.length <= MANY) folders.forEach(folder => open.add(folder));

function boxOf(i) { return open.has(folders[i]) ? "t" + i : "f" + folders[i]; }

/* What is drawn: boxes by key, edges between them, each once. */
function fold() {
  const boxes = new Map(), edges = new Map();
  data.nodes.forEach(([address, kind], i) => {
    const key = boxOf(i), isFolder = key[0] === "f";
    let box = boxes.get(key);
    if (!box) {
      box = {key, folder: folders[i], isFolder, label: isFolder ? folders[i] : address,
             title: isFolder ? "" : kind, members: [], cycle: false, found: false, outs: []};
      boxes.set(key, box);
    }
    box.members.push(i);
    box.cycle = box.cycle || cycleOf.has(i);
    box.found = box.found || wanted !== "" && address.toLowerCase().includes(wanted);
  });
  for (const [from, to] of data.edges) {
    const a = boxOf(from), b = boxOf(to);
    if (a === b) continue;
    const key = a + "\\n" + b;
    const red = cycleOf.has(from) && cycleOf.get(from) === cycleOf.get(to);
    const edge = edges.get(key) || {from: boxes.get(a), to: boxes.get(b), cycle: false};
    edge.cycle = edge.cycle || red;
    if (!edges.has(key)) {
      edges.set(key, edge);
      edge.from.outs.push(edge);
    }
  }
  return {boxes: [...boxes.values()], edges: [...edges.values()]};
}

/* Layers: a box stands right of all that depend on it; edges that close a cycle do not count. */
function place(boxes) {
  const order = [], state = new Map();
  for (const root of boxes) {
    if (state.has(root)) continue;
    const stack = [[root, 0]];
    state.set(root, 1);
    while (stack.length) {
      const top = stack[stack.length - 1];
      if (top[1] < top[0].outs.length) {
        const edge = top[0].outs[top[1]++];
        if (!state.has(edge.to)) {
          state.set(edge.to, 1);
          stack.push([edge.to, 0]);
        } else {
          edge.back = state.get(edge.to) === 1;
        }
      } else {
        state.set(top[0], 2);
        order.push(top[0]);
        stack.pop();
      }
    }
  }
  const rows = [];
  for (const box of order.reverse()) {
    box.layer = box.layer || 0;
    for (const edge of box.outs)
      if (!edge.back) edge.to.layer = Math.max(edge.to.layer || 0, box.layer + 1);
  }
  for (const box of boxes) {
    box.row = rows[box.layer] || 0;
    rows[box.layer] = box.row + 1;
    box.x = 12 + box.layer * WIDE;
    box.y = 12 + box.row * HIGH * 1.4;
  }
  return [12 + rows.length * WIDE, 24 + Math.max(0, ...rows.map(n => n || 0)) * HIGH * 1.4];
}

function svg(name, attributes, parent) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.appendChild(element);
  return element;
}

function draw() {
  const picture = document.getElementById("picture"), {boxes, edges} = fold();
  picture.replaceChildren();
  document.getElementById("status").textContent =
    `${data.nodes.length} targets, ${data.edges.length} dependencies, ` +
    `${data.cycles.length} cycles; ${boxes.length} boxes`;
  if (boxes.length > LIMIT) {
    picture.textContent = "Too much for one picture: fold it, or ask for fewer targets.";
    return;
  }
  const [width, height] = place(boxes);
  const root = svg("svg", {width, height}, picture);
  const near = new Set();
  if (chosen) for (const e of edges)
    if (e.from.key === chosen || e.to.key === chosen) near.add(e.from.key).add(e.to.key);
  for (const e of edges) {
    const x1 = e.from.x + WIDE - 60, y1 = e.from.y + HIGH / 2, x2 = e.to.x, y2 = e.to.y + HIGH / 2;
    const touched = chosen && (e.from.key === chosen || e.to.key === chosen);
    const marks = (e.cycle ? " cycle" : "") + (touched ? " near" : chosen ? " faint" : "");
    svg("path", {d: `M${x1},${y1} C${x1 + 30},${y1} ${x2 - 30},${y2} ${x2},${y2}`,
      class: "edge" + marks}, root);
  }
  for (const box of boxes) {
    const group = svg("g", {"data-key": box.key, class: "node" + (box.isFolder ? " folder" : "") +
      (box.cycle ? " cycle" : "") + (box.found ? " found" : "") +
      (near.has(box.key) ? " near" : chosen ? " faint" : "")}, root);
    svg("rect", {x: box.x, y: box.y, width: WIDE - 60, height: HIGH, rx: 4}, group);
    const text = svg("text", {x: box.x + 6, y: box.y + 17}, group);
    const label = box.isFolder ? `${box.label} (${box.members.length})` : box.label;
    text.textContent = label.length > 42 ? "…" + label.slice(-41) : label;
    svg("title", {}, group).textContent = box.title ? `${box.label}: ${box.title}` : box.label;
    group.addEventListener("click", () => {
      if (box.isFolder) { open.add(box.folder); chosen = null; }
      else chosen = chosen === box.key ? null : box.key;
      draw();
    });
    group.addEventListener("dblclick", () => { open.delete(box.folder); chosen = null; draw(); });
  }
}

/* Shows what has the text in its address; few hits are unfolded. */
function search(text) {
  wanted = text.trim().toLowerCase();
  const hits = wanted === "" ? [] : data.nodes.map((n, i) => i)
    .filter(i => data.nodes[i][0].toLowerCase().includes(wanted));
  if (hits.length <= MANY) hits.forEach(i => open.add(folders[i]));
  chosen = null;
  draw();
  const first = document.querySelector(".node.found");
  if (first) first.scrollIntoView({block: "center", inline: "center"});
}

const field = document.getElementById("search");
field.addEventListener("input", () => search(field.value));
document.getElementById("fold").addEventListener("click", () => {
  open.clear(); chosen = null; draw();
});
document.getElementById("unfold").addEventListener("click", () => {
  folders.forEach(folder => open.add(folder)); chosen = null; draw();
});
field.value = decodeURIComponent(location.hash.slice(1)); /* page.html#text searches at once */
search(field.value);
</script>
</body>
</html>
"""
