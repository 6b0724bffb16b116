// How nodes and lines look, and what the pointer does with them (sigma, WebGL).
import { labelOf, lineColour, lineSize, nodeColour, nodeSize } from "./look.js";
import { board, canvas } from "./state.js";

// `choose(node)`, `pin(node)`, `open(number of a group)`: what the pointer does.
export function draw({ choose, pin, open }) {
  const { graph, colours } = board;
  board.sigma?.kill();
  board.sigma = new Sigma(graph, canvas, {
    nodeReducer, edgeReducer, labelColor: { color: colours.ink }, labelRenderedSizeThreshold: graph.order > 2000 ? 14 : 5, labelFont: "system-ui, sans-serif",
    labelSize: 12, zIndex: true, defaultEdgeType: "line", hideEdgesOnMove: graph.size > 8000, minCameraRatio: 0.02, maxCameraRatio: 6,
    defaultDrawNodeHover: hover, allowInvalidContainer: true,
  });
  board.sigma.on("clickNode", ({ node }) => choose(node));
  board.sigma.on("clickStage", () => choose(null));
  board.sigma.on("doubleClickNode", (event) => {
    event.preventSigmaDefault();
    const at = board.graph.getNodeAttributes(event.node);
    if (at.standing === "group") open(at.group);
    else pin(event.node);
  });
  drag(board.sigma, choose);
}

function nodeReducer(id, node) {
  const { graph, chosen, onPath, colours } = board;
  const near = chosen !== null && graph.hasNode(chosen);
  const dim = (near && id !== chosen && !graph.areNeighbors(id, chosen) && !onPath.size) || (onPath.size && !onPath.has(id));
  return {
    x: node.x, y: node.y, hidden: node.hidden, size: nodeSize(node) + (id === chosen ? 3 : 0), label: dim ? "" : labelOf(node),
    color: dim ? colours.faint : nodeColour(node, colours), forceLabel: id === chosen || onPath.has(id) || node.standing === "core" && graph.order < 80,
    highlighted: id === chosen, zIndex: dim ? 0 : 1,
  };
}

function edgeReducer(edge, line) {
  const { graph, chosen, onPath, colours } = board;
  const dim = onPath.size ? !onPath.has(edge) : chosen !== null && graph.hasNode(chosen) && !graph.hasExtremity(edge, chosen);
  return { hidden: line.hidden, size: lineSize(line), color: dim ? colours.faint : lineColour(line, colours), type: line.directed ? "arrow" : "line", zIndex: dim ? 0 : 1 };
}

function hover(context, data) {
  if (!data.label) return;
  const { colours } = board;
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
function drag(sigma, choose) {
  let held = null, moved = false;
  sigma.on("downNode", ({ node }) => {
    held = node;
    moved = false;
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
  });
  sigma.on("moveBody", ({ event }) => {
    if (held === null) return;
    const at = sigma.viewportToGraph(event);
    board.graph.mergeNodeAttributes(held, { x: at.x, y: at.y, pinned: true });
    moved = true;
    event.preventSigmaDefault();
    event.original.preventDefault();
  });
  const up = () => {
    if (held !== null && moved) choose(held);
    held = null;
  };
  sigma.on("upNode", up);
  sigma.on("upStage", up);
}
