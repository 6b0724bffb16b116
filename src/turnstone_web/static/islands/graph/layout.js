// Where nodes stand: worked out by a worker beside the page; and groups in the place of nodes that are too many.
import { grouped } from "./model.js";
import { board, out, root } from "./state.js";

const LARGE = 5000;
// Drawing takes the page's thread: at most a twentieth of it while a layout goes on, so that a slow machine waits for the end.
const EVERY = 100, SHARE = 20, WAITED = 34;  // milliseconds; two frames pass even where drawing takes no time
let worker = null, cost = 0;

// How long it takes until what was changed now is drawn.
function watch() {
  const begun = performance.now();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (!document.hidden) cost = Math.max(0, performance.now() - begun - WAITED);
  }));
}

// `guests`: only what was drawn in finds its place; all else stays.
export function layout({ guests = false } = {}) {
  const here = board.graph;
  worker?.terminate();
  worker = new Worker(root.dataset.worker);
  const { ids, message } = sent(here, here.order > LARGE ? 160 : here.order > 500 ? 240 : 500, false, (node) => node.pinned || (guests && !node.guest));
  let shown = performance.now();
  watch();
  worker.onmessage = ({ data }) => {
    if (here !== board.graph) return;
    Object.assign(out("laid"), { value: data.part, hidden: data.part === 1 });
    if (data.part < 1 && performance.now() - shown < Math.max(EVERY, SHARE * cost)) return;
    shown = performance.now();
    watch();
    const at = new Map(ids.map((id, i) => [id, i]));
    here.updateEachNodeAttributes((id, node) => {
      if (!node.pinned && at.has(id)) [node.x, node.y] = [data.x[at.get(id)], data.y[at.get(id)]];
      return node;
    }, { attributes: ["x", "y"] });
    if (data.part === 1) root.dataset.laid = "1";
  };
  worker.postMessage(message);
}

// Puts groups in the place of single nodes.
export async function group() {
  const { whole } = board, { ids, message } = sent(whole, 0, true, (node) => node.pinned);
  worker = new Worker(root.dataset.worker);
  board.groups = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(new Map(ids.map((id, i) => [id, data.groups[i]])));
    worker.postMessage(message);
  });
  worker.terminate();
  board.graph = grouped(whole, board.groups, board.opened, graphology.MultiGraph);
}

function sent(graph, rounds, group, fixed) {
  const ids = graph.nodes(), number = new Map(ids.map((id, i) => [id, i])), edges = graph.edges();
  const of = (value) => Float32Array.from(ids, (id) => Number(value(graph.getNodeAttributes(id))) || 0);
  return {
    ids,
    message: {
      libraries: [root.dataset.graphology, root.dataset.library].map((url) => new URL(url, location).href), n: ids.length, x: of((n) => n.x), y: of((n) => n.y),
      fixed: of(fixed), source: Int32Array.from(edges, (e) => number.get(graph.source(e))), target: Int32Array.from(edges, (e) => number.get(graph.target(e))),
      weight: Float32Array.from(edges, (e) => Math.max(0.2, graph.getEdgeAttribute(e, "bits") / 8)), rounds, group,
    },
  };
}
