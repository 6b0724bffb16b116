// The tools above and below the drawing.
import { choose, show, startPath } from "./choose.js";
import * as inspect from "./inspect.js";
import { layout } from "./layout.js";
import { say } from "./load.js";
import { look } from "./look.js";
import { pngOf, save, svgOf } from "./picture.js";
import { refilter } from "./refilter.js";
import { scales } from "./scales.js";
import { board, out, panel, root, still, tool } from "./state.js";

export function tools() {
  scales();
  const { wish } = board;
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
    const found = text && board.graph.findNode((id, node) => !node.hidden && node.label.toLowerCase().includes(text));
    if (found) show(found);
  };
  tool("path").onclick = startPath;
  tool("layout").onclick = () => layout();
  tool("fit").onclick = () => {
    board.sigma.setCustomBBox(null);
    board.sigma.getCamera().animatedReset({ duration: still() ? 0 : 300 });
    board.sigma.refresh();
  };
  tool("save").onclick = keep;
  tool("svg").onclick = () => save(new Blob([svgOf(board.graph, board.colours)], { type: "image/svg+xml" }), `${root.dataset.name}.svg`);
  tool("png").onclick = async () => save(await pngOf(svgOf(board.graph, board.colours)), `${root.dataset.name}.png`);
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-choose], svg [data-node]");
    if (row) show(row.dataset.choose ?? row.dataset.node);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    board.colours = look(root);
    board.sigma.setSetting("labelColor", { color: board.colours.ink });
    board.sigma.refresh();
  });
  document.addEventListener("town", ({ detail }) => choose(board.graph.findNode((id, node) => node.town === detail) ?? null));
}

async function keep() {
  const places = {};
  board.graph.forEachNode((id, node) => places[id] = [node.x, node.y, Boolean(node.pinned)]);
  const answer = await fetch(root.dataset.layout, {
    method: "POST", body: JSON.stringify(places),
    headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
  });
  inspect.said(panel, answer.ok ? say("saved") : say("failed"));
}
