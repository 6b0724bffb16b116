// What is drawn: a graphology graph of the answer of graph.json, and which of it is shown now.
const GROUPED_FROM = 15000;

export function modelOf(data, MultiGraph) {
  const graph = new MultiGraph();
  data.nodes.forEach((node, i) => {
    // A spiral (golden angle) that puts the first at the centre: the same start each time.
    const far = Math.sqrt(i + 0.5), turn = i * 2.399963;
    const [x, y, pinned] = data.layout[node.id] ?? [far * Math.cos(turn), far * Math.sin(turn), false];
    graph.addNode(node.id, { ...node, x, y, pinned, day: span(node.first, node.last) });
  });
  for (const line of data.lines) {
    if (graph.hasNode(line.a) && graph.hasNode(line.b)) {
      graph.addEdgeWithKey(String(line.id), line.a, line.b, { ...line, day: span(line.since, line.until) });
    }
  }
  return graph;
}

const beyond = (x) => x === "possible" || x === "outside";

// Draws another network into the graph around the node `near`, which is a party of it: its members and the things they share,
// marked as `guest`. What is beyond it too is left out, but for lines to what is drawn already.
export function join(graph, data, network, near) {
  const own = (id) => (id.startsWith("hub-") ? `${network} ${id}` : id), { x, y } = graph.getNodeAttributes(near);
  const xs = graph.mapNodes((id, node) => node.x), step = (Math.max(...xs) - Math.min(...xs) || 1) / (4 * Math.sqrt(graph.order));
  data.nodes.filter((node) => !beyond(node.standing)).forEach((node, i) => {
    const id = own(node.id), far = step * Math.sqrt(i + 1), turn = i * 2.399963;
    const told = { ...node, id, guest: network, day: span(node.first, node.last) };
    if (!graph.hasNode(id)) graph.addNode(id, { ...told, x: x + far * Math.cos(turn), y: y + far * Math.sin(turn), pinned: false });
    else if (beyond(graph.getNodeAttribute(id, "standing"))) graph.mergeNodeAttributes(id, { ...told, before: { ...graph.getNodeAttributes(id) } });
  });
  for (const line of data.lines) {
    const [a, b] = [own(line.a), own(line.b)];
    if (!beyond(line.kind) && graph.hasNode(a) && graph.hasNode(b)) {
      graph.addEdgeWithKey(`${network} ${line.id}`, a, b, { ...line, a, b, day: span(line.since, line.until) });
    }
  }
}

// Takes it out again; its parties that stood there before, as beyond this network, stand as they did.
export function leave(graph, network) {
  graph.filterEdges((edge) => edge.startsWith(`${network} `)).forEach((edge) => graph.dropEdge(edge));
  for (const id of graph.filterNodes((_, node) => node.guest === network)) {
    const { before, x, y } = graph.getNodeAttributes(id);
    if (before) graph.replaceNodeAttributes(id, { ...before, x, y });
    else graph.dropNode(id);
  }
}

export const tooLarge = (graph) => graph.order > GROUPED_FROM;

const dayOf = (text) => (text ? Date.parse(text) / 86400000 : null);
function span(first, last) {
  const a = dayOf(first ?? last), b = dayOf(last ?? first);
  return a === null ? null : [a, b];
}

// What the page's tools ask for now. `kinds`: kinds of ties that are off.
export const wanted = () => ({ kinds: new Set(), least: 0, from: -Infinity, to: Infinity, beyond: false, folded: false });

const within = (day, wish) => day === null || (day[1] >= wish.from && day[0] <= wish.to);

// Sets `hidden` on lines and nodes: a line by kind, bits and days; a hub and a party outside when no line of theirs is left; a
// member by its days. `folded` hides parties that hang on one other alone. Gives how many of each are shown.
export function filter(graph, wish) {
  graph.forEachEdge((edge, line, a, b, x, y) => {
    const outside = beyond(line.kind) && !x.guest && !y.guest;
    const weak = !line.directed && line.bits < wish.least;
    graph.setEdgeAttribute(edge, "hidden", wish.kinds.has(line.kind) || weak || !within(line.day, wish) || (outside && !wish.beyond));
  });
  graph.forEachNode((id, node) => {
    const outside = beyond(node.standing);
    graph.setNodeAttribute(id, "hidden", outside ? !wish.beyond : node.standing !== "hub" && !within(node.day, wish));
  });
  graph.forEachEdge((edge, line, a, b, x, y) => {
    if (x.hidden || y.hidden) graph.setEdgeAttribute(edge, "hidden", true);
  });
  graph.forEachNode((id, node) => {
    if (node.hidden) return;
    const near = new Set();
    graph.forEachEdge(id, (edge, line, a, b) => line.hidden || near.add(a === id ? b : a));
    const leaf = wish.folded && near.size <= 1 && node.standing !== "hub" && graph.degree(id) > 0;
    const bare = node.standing === "hub" || beyond(node.standing);
    if ((bare && near.size === 0) || leaf) graph.setNodeAttribute(id, "hidden", true);
  });
  let nodes = 0, lines = 0;
  graph.forEachNode((id, node) => nodes += node.hidden ? 0 : 1);
  graph.forEachEdge((edge, line, a, b, x, y) => {
    const hidden = line.hidden || x.hidden || y.hidden;
    graph.setEdgeAttribute(edge, "hidden", hidden);
    lines += hidden ? 0 : 1;
  });
  return { n: nodes, of: graph.order, lines };
}

// The chain of lines between two nodes whose weakest link is as strong as can be; fewest steps among equals. None: null.
export function path(graph, from, to) {
  const best = new Map([[from, { weakest: Infinity, steps: 0, by: null }]]);
  const done = new Set();
  for (;;) {
    let here = null;
    for (const [node, state] of best) {
      if (done.has(node)) continue;
      const better = here === null || state.weakest > best.get(here).weakest
        || (state.weakest === best.get(here).weakest && state.steps < best.get(here).steps);
      if (better) here = node;
    }
    if (here === null) return null;
    if (here === to) break;
    done.add(here);
    const state = best.get(here);
    graph.forEachEdge(here, (edge, line, a, b) => {
      if (line.hidden) return;
      const next = a === here ? b : a;
      const weakest = Math.min(state.weakest, line.directed ? Infinity : line.bits), known = best.get(next);
      if (!known || weakest > known.weakest || (weakest === known.weakest && state.steps + 1 < known.steps)) {
        if (!done.has(next)) best.set(next, { weakest, steps: state.steps + 1, by: edge, before: here });
      }
    });
  }
  const lines = [];
  for (let at = to; best.get(at).by !== null; at = best.get(at).before) lines.unshift(best.get(at).by);
  return lines;
}

// A graph of groups instead of single nodes: what is in an opened group stays single. `groups`: node -> number.
export function grouped(graph, groups, opened, MultiGraph) {
  const small = new MultiGraph();
  const place = (id) => (opened.has(groups.get(id)) ? id : `group-${groups.get(id)}`);
  graph.forEachNode((id, node) => {
    const at = place(id);
    if (at === id) small.addNode(id, { ...node });
    else if (!small.hasNode(at)) small.addNode(at, { id: at, label: node.label, standing: "group", kind: "group", group: groups.get(id), size: 1, x: node.x, y: node.y, day: null });
    else small.updateNodeAttribute(at, "size", (n) => n + 1);
  });
  small.forEachNode((id, node) => {
    if (node.standing === "group") small.setNodeAttribute(id, "label", `${node.label} + ${node.size - 1}`);
  });
  const seen = new Map();
  graph.forEachEdge((edge, line, a, b) => {
    const [x, y] = [place(a), place(b)];
    if (x === y) return;
    const key = x < y ? `${x} ${y}` : `${y} ${x}`;
    if (x === a && y === b) small.addEdgeWithKey(edge, x, y, { ...line });
    else if (!seen.has(key)) seen.set(key, small.addEdge(x, y, { ...line }));
    else small.updateEdgeAttribute(seen.get(key), "bits", (bits) => Math.max(bits, line.bits));
  });
  return small;
}
