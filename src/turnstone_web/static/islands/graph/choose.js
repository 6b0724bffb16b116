// What is chosen, in the drawing and everywhere else on the page; and the path between two.
import { grow } from "./grow.js";
import * as inspect from "./inspect.js";
import { say } from "./load.js";
import { path } from "./model.js";
import { board, panel, still, tool } from "./state.js";

const acts = { choose, pin, grow: (id) => grow(id).then(() => choose(id)).catch(() => inspect.said(panel, say("failed"))) };

export function choose(id) {
  const { graph } = board;
  if (id !== null && !graph.hasNode(id)) return;
  if (board.pathFrom !== null && id !== null && id !== board.pathFrom) {
    endPath(id);
    return;
  }
  board.onPath.clear();
  board.chosen = id;
  for (const element of document.querySelectorAll("[data-node].chosen")) element.classList.remove("chosen");
  if (id === null) inspect.nothing(panel);
  else {
    for (const element of document.querySelectorAll(`[data-node="${CSS.escape(id)}"]`)) element.classList.add("chosen");
    inspect.node(panel, board, id, acts);
  }
  const town = id === null ? null : graph.getNodeAttribute(id, "town");
  for (const element of document.querySelectorAll("[data-town]")) element.classList.toggle("chosen", Boolean(town) && element.dataset.town === town);
  document.dispatchEvent(new CustomEvent("chosen", { detail: { id, town } }));
  board.sigma?.refresh();
}

// Chooses, and brings it into sight.
export function show(id) {
  const { graph, sigma } = board;
  if (!graph.hasNode(id)) return;
  choose(id);
  const at = sigma.getNodeDisplayData(id);
  if (at) sigma.getCamera().animate({ x: at.x, y: at.y, ratio: Math.min(sigma.getCamera().ratio, 0.6) }, { duration: still() ? 0 : 300 });
}

export function pin(id) {
  board.graph.updateNodeAttribute(id, "pinned", (pinned) => !pinned);
  inspect.node(panel, board, id, acts);
}

export function startPath() {
  if (board.pathFrom !== null) return stopPath();
  if (board.chosen === null) return inspect.said(panel, say("none"));
  board.pathFrom = board.chosen;
  tool("path").setAttribute("aria-pressed", "true");
  return inspect.said(panel, say("second"));
}

function endPath(to) {
  const { graph, pathFrom } = board, lines = path(graph, pathFrom, to);
  stopPath();
  board.onPath = new Set(lines ?? []);
  for (const edge of lines ?? []) graph.extremities(edge).forEach((node) => board.onPath.add(node));
  if (lines) inspect.chain(panel, graph, pathFrom, lines, choose);
  else inspect.said(panel, say("nopath"));
  board.sigma.refresh();
}

function stopPath() {
  board.pathFrom = null;
  tool("path").setAttribute("aria-pressed", "false");
}
