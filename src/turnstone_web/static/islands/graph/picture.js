// The drawing as a file: an SVG made from the places of the nodes, and a PNG of that SVG. What is hidden is not in it.
import { called } from "./state.js";
import { labelOf, lineColour, lineSize, nodeColour, nodeSize } from "./look.js";

const WIDTH = 1600, HEIGHT = 1100, EDGE = 90;
const safe = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export function svgOf(graph, colours) {
  const shown = graph.filterNodes((id, node) => !node.hidden);
  const xs = shown.map((id) => graph.getNodeAttribute(id, "x")), ys = shown.map((id) => graph.getNodeAttribute(id, "y"));
  const low = [Math.min(...xs), Math.min(...ys)], high = [Math.max(...xs), Math.max(...ys)];
  const scale = Math.min((WIDTH - 2 * EDGE) / (high[0] - low[0] || 1), (HEIGHT - 2 * EDGE) / (high[1] - low[1] || 1));
  const at = (node) => [EDGE + (node.x - low[0]) * scale, HEIGHT - EDGE - (node.y - low[1]) * scale].map((n) => n.toFixed(1));
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="${colours.ground}"/>`];
  graph.forEachEdge((edge, line, a, b, x, y) => {
    if (line.hidden) return;
    const [p, q] = [at(x), at(y)];
    out.push(`<line x1="${p[0]}" y1="${p[1]}" x2="${q[0]}" y2="${q[1]}" stroke="${lineColour(line, colours)}" stroke-width="${lineSize(line)}" opacity=".6"><title>${safe(`${called(line.kind)} ${line.shown}`)}</title></line>`);
  });
  for (const id of shown) {
    const node = graph.getNodeAttributes(id), [x, y] = at(node), size = nodeSize(node);
    out.push(node.standing === "hub"
      ? `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}" transform="rotate(45 ${x} ${y})" fill="${nodeColour(node, colours)}"/>`
      : `<circle cx="${x}" cy="${y}" r="${size}" fill="${nodeColour(node, colours)}"/>`);
    out.push(`<text x="${Number(x) + size + 3}" y="${Number(y) + 4}" fill="${colours.ink}">${safe(labelOf(node))}</text>`);
  }
  return [...out, "</svg>"].join("");
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export async function pngOf(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH * 2, HEIGHT * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
