// The drawing of a network: one selection for the drawing, the map, the strip of time and the tables.
import { script, say } from "./load.js";
import { look, labelOf, lineColour, lineSize, nodeColour, nodeSize } from "./look.js";
import { filter, grouped, modelOf, path, tooLarge, wanted } from "./model.js";
import * as inspect from "./inspect.js";
import { pngOf, save, svgOf } from "./picture.js";

const root = document.querySelector("#drawing");
const part = (name) => root.querySelector(name);
const panel = part("[data-inspect]"), canvas = part("[data-canvas]");
const tool = (name) => part(`[data-do="${name}"]`), out = (name) => part(`[data-out="${name}"]`);
const wish = wanted(), opened = new Set();
let graph, whole, groups = null, sigma, colours = look(root), chosen = null, pathFrom = null, onPath = new Set(), worker = null;

async function start() {
  performance.mark("graph-begin");
  const [data] = await Promise.all([
    fetch(root.dataset.graph).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))),
    script(root.dataset.graphology), script(root.dataset.sigma),
  ]);
  performance.mark("graph-data");
  graph = whole = modelOf(data, graphology.MultiGraph);
  tools(data);
  const shown = filter(graph, wish);
  counts(shown);
  if (tooLarge(graph)) await group();
  draw();
  performance.mark("graph-drawn");
  root.dataset.ready = "1";
  if (!graph.someNode((id) => id in data.layout)) layout();
  if (location.hash.startsWith("#at=")) choose(decodeURIComponent(location.hash.slice(4)));
  return data;
}

function draw() {
  sigma?.kill();
  const labels = graph.order > 2000 ? 14 : 5;
  sigma = new Sigma(graph, canvas, {
    nodeReducer, edgeReducer, labelColor: { color: colours.ink }, labelRenderedSizeThreshold: labels, labelFont: "system-ui, sans-serif",
    labelSize: 12, zIndex: true, defaultEdgeType: "line", hideEdgesOnMove: graph.size > 8000, minCameraRatio: 0.02, maxCameraRatio: 6,
    defaultDrawNodeHover: hover, allowInvalidContainer: true,
  });
  sigma.on("clickNode", ({ node }) => choose(node));
  sigma.on("clickStage", () => choose(null));
  sigma.on("doubleClickNode", (event) => {
    event.preventSigmaDefault();
    const at = graph.getNodeAttributes(event.node);
    if (at.standing === "group") open(at.group);
    else pin(event.node);
  });
  drag();
}

function nodeReducer(id, node) {
  const near = chosen !== null && graph.hasNode(chosen);
  const dim = (near && id !== chosen && !graph.areNeighbors(id, chosen) && !onPath.size) || (onPath.size && !onPath.has(id));
  return {
    x: node.x, y: node.y, hidden: node.hidden, size: nodeSize(node) + (id === chosen ? 3 : 0), label: dim ? "" : labelOf(node),
    color: dim ? colours.faint : nodeColour(node, colours), forceLabel: id === chosen || onPath.has(id) || node.standing === "core" && graph.order < 80,
    highlighted: id === chosen, zIndex: dim ? 0 : 1,
  };
}

function edgeReducer(edge, line) {
  const dim = onPath.size ? !onPath.has(edge) : chosen !== null && graph.hasNode(chosen) && !graph.hasExtremity(edge, chosen);
  return { hidden: line.hidden, size: lineSize(line), color: dim ? colours.faint : lineColour(line, colours), type: line.directed ? "arrow" : "line", zIndex: dim ? 0 : 1 };
}

function hover(context, data) {
  if (!data.label) return;
  context.font = "600 12px system-ui, sans-serif";
  const wide = context.measureText(data.label).width;
  context.fillStyle = colours.ground;
  context.fillRect(data.x + data.size + 1, data.y - 9, wide + 8, 18);
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(data.x, data.y, data.size + 2, 0, 7);
  context.stroke();
  context.fillStyle = colours.ink;
  context.fillText(data.label, data.x + data.size + 5, data.y + 4);
}

// A node follows the pointer; where it is let go it stays (pinned).
function drag() {
  let held = null, moved = false;
  sigma.on("downNode", ({ node }) => {
    held = node;
    moved = false;
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
  });
  sigma.on("moveBody", ({ event }) => {
    if (held === null) return;
    const at = sigma.viewportToGraph(event);
    graph.mergeNodeAttributes(held, { x: at.x, y: at.y, pinned: true });
    moved = true;
    event.preventSigmaDefault();
    event.original.preventDefault();
  });
  const up = () => {
    if (held !== null && moved && graph === whole) layoutSoon();
    held = null;
  };
  sigma.on("upNode", up);
  sigma.on("upStage", up);
}

let soon = 0;
function layoutSoon() {
  clearTimeout(soon);
  soon = setTimeout(() => chosen && inspect.node(panel, graph, chosen, choose, pin), 50);
}

function pin(id) {
  graph.updateNodeAttribute(id, "pinned", (pinned) => !pinned);
  inspect.node(panel, graph, id, choose, pin);
}

export function choose(id) {
  if (id !== null && !graph.hasNode(id)) return;
  if (pathFrom !== null && id !== null && id !== pathFrom) return endPath(id);
  onPath.clear();
  chosen = id;
  for (const element of document.querySelectorAll("[data-node].chosen")) element.classList.remove("chosen");
  if (id === null) inspect.nothing(panel);
  else {
    for (const element of document.querySelectorAll(`[data-node="${CSS.escape(id)}"]`)) element.classList.add("chosen");
    inspect.node(panel, graph, id, choose, pin);
  }
  const town = id === null ? null : graph.getNodeAttribute(id, "town");
  for (const element of document.querySelectorAll("[data-town]")) element.classList.toggle("chosen", Boolean(town) && element.dataset.town === town);
  document.dispatchEvent(new CustomEvent("chosen", { detail: { id, town } }));
  sigma?.refresh();
}

function endPath(to) {
  const from = pathFrom, lines = path(graph, from, to);
  stopPath();
  onPath = new Set(lines ?? []);
  for (const edge of lines ?? []) graph.extremities(edge).forEach((node) => onPath.add(node));
  if (lines) inspect.chain(panel, graph, from, lines, choose);
  else inspect.said(panel, say("nopath"));
  sigma.refresh();
}

function stopPath() {
  pathFrom = null;
  tool("path").setAttribute("aria-pressed", "false");
}

function refilter() {
  counts(filter(graph, wish));
  sigma.refresh();
}

const counts = (shown) => out("shown").textContent = say("shown", shown);
const day = (n) => new Date(n * 86400000).toISOString().slice(0, 10);

function tools(data) {
  const kinds = new Map();
  for (const line of data.lines) kinds.set(line.kind, (kinds.get(line.kind) ?? 0) + 1);
  for (const [kind, many] of [...kinds].sort((a, b) => b[1] - a[1])) {
    const label = document.createElement("label"), box = document.createElement("input");
    label.className = "pick";
    Object.assign(box, { type: "checkbox", checked: true });
    box.onchange = () => (box.checked ? wish.kinds.delete(kind) : wish.kinds.add(kind), refilter());
    label.append(box, ` ${kind} (${many})`);
    part("[data-kinds]").append(label);
  }
  const days = [...data.nodes, ...data.lines].flatMap((x) => [x.first ?? x.since, x.last ?? x.until]).filter(Boolean).map((d) => Date.parse(d) / 86400000);
  const [low, high] = days.reduce(([a, b], d) => [Math.min(a, d), Math.max(b, d)], [Infinity, -Infinity]);
  for (const end of ["from", "to"]) {
    const range = tool(end);
    if (!days.length) {
      range.closest(".time").hidden = true;
      break;
    }
    Object.assign(range, { min: low, max: high, step: 1, value: end === "from" ? low : high });
    out(end).textContent = day(range.valueAsNumber);
    range.oninput = () => {
      wish[end] = range.valueAsNumber;
      out(end).textContent = day(range.valueAsNumber);
      refilter();
    };
  }
  tool("least").oninput = (event) => {
    wish.least = event.target.valueAsNumber;
    out("least").textContent = wish.least;
    refilter();
  };
  const toggle = (name, key) => tool(name).onclick = (event) => {
    wish[key] = !wish[key];
    event.currentTarget.setAttribute("aria-pressed", String(wish[key]));
    refilter();
  };
  toggle("expand", "beyond");
  toggle("fold", "folded");
  tool("find").onchange = (event) => {
    const text = event.target.value.toLowerCase();
    const found = text && graph.findNode((id, node) => !node.hidden && node.label.toLowerCase().includes(text));
    if (found) show(found);
  };
  tool("path").onclick = () => {
    if (pathFrom !== null) return stopPath();
    if (chosen === null) return inspect.said(panel, say("none"));
    pathFrom = chosen;
    tool("path").setAttribute("aria-pressed", "true");
    inspect.said(panel, say("second"));
  };
  tool("layout").onclick = () => layout();
  tool("fit").onclick = () => {
    sigma.setCustomBBox(null);
    sigma.getCamera().animatedReset({ duration: still() ? 0 : 300 });
    sigma.refresh();
  };
  tool("save").onclick = keep;
  tool("svg").onclick = () => save(new Blob([svgOf(graph, colours)], { type: "image/svg+xml" }), `${root.dataset.name}.svg`);
  tool("png").onclick = async () => save(await pngOf(svgOf(graph, colours)), `${root.dataset.name}.png`);
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-choose], svg [data-node]");
    if (row) show(row.dataset.choose ?? row.dataset.node);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    colours = look(root);
    sigma.setSetting("labelColor", { color: colours.ink });
    sigma.refresh();
  });
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function show(id) {
  if (!graph.hasNode(id)) return;
  choose(id);
  const at = sigma.getNodeDisplayData(id);
  if (at) sigma.getCamera().animate({ x: at.x, y: at.y, ratio: Math.min(sigma.getCamera().ratio, 0.6) }, { duration: still() ? 0 : 300 });
}

async function keep() {
  const places = {};
  graph.forEachNode((id, node) => places[id] = [node.x, node.y, Boolean(node.pinned)]);
  const answer = await fetch(root.dataset.layout, {
    method: "POST", body: JSON.stringify(places),
    headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
  });
  inspect.said(panel, answer.ok ? say("saved") : say("failed"));
}

function sent(rounds, group) {
  const ids = graph.nodes(), number = new Map(ids.map((id, i) => [id, i])), edges = graph.edges();
  const of = (name) => Float32Array.from(ids, (id) => Number(graph.getNodeAttribute(id, name)) || 0);
  return {
    ids,
    message: {
      libraries: [root.dataset.graphology, root.dataset.library].map((url) => new URL(url, location).href), n: ids.length, x: of("x"), y: of("y"),
      fixed: of("pinned"), source: Int32Array.from(edges, (e) => number.get(graph.source(e))), target: Int32Array.from(edges, (e) => number.get(graph.target(e))),
      weight: Float32Array.from(edges, (e) => Math.max(0.2, graph.getEdgeAttribute(e, "bits") / 8)), rounds, group,
    },
  };
}

function layout() {
  worker?.terminate();
  worker = new Worker(root.dataset.worker);
  const { ids, message } = sent(graph.order > 5000 ? 160 : graph.order > 500 ? 240 : 500, false);
  const here = graph, every = graph.order > 5000 ? 700 : 0;  // of a large one not each step is shown: drawing takes the page's thread
  let shown = 0;
  worker.onmessage = ({ data }) => {
    if (here !== graph || (!data.done && performance.now() - shown < every)) return;
    shown = performance.now();
    const at = new Map(ids.map((id, i) => [id, i]));
    graph.updateEachNodeAttributes((id, node) => {
      if (!node.pinned) [node.x, node.y] = [data.x[at.get(id)], data.y[at.get(id)]];
      return node;
    }, { attributes: ["x", "y"] });
    if (data.done) root.dataset.laid = "1";
  };
  worker.postMessage(message);
}

async function group() {
  const { ids, message } = sent(0, true);
  worker = new Worker(root.dataset.worker);
  groups = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(new Map(ids.map((id, i) => [id, data.groups[i]])));
    worker.postMessage(message);
  });
  worker.terminate();
  graph = grouped(whole, groups, opened, graphology.MultiGraph);
  counts(filter(graph, wish));
}

function open(number) {
  opened.add(number);
  graph = grouped(whole, groups, opened, graphology.MultiGraph);
  counts(filter(graph, wish));
  draw();
  layout();
}

start().then((data) => {
  if (data.places.some((place) => place.latitude !== null)) import("./map.js").then((map) => map.draw(data.places, choose));
}).catch((error) => {
  console.error(error);
  inspect.said(panel, say("failed"));
});
