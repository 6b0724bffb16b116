// The drawing of a network: one selection for the drawing, the map, the strip of time and the tables.
import { choose, pin } from "./choose.js";
import { draw } from "./draw.js";
import * as inspect from "./inspect.js";
import { group, layout } from "./layout.js";
import { say, script } from "./load.js";
import { grouped, modelOf, tooLarge } from "./model.js";
import { refilter } from "./refilter.js";
import { asked, board, panel, root } from "./state.js";
import { tools } from "./tools.js";

async function start() {
  performance.mark("graph-begin");
  const [data] = await Promise.all([asked(root.dataset.graph), script(root.dataset.graphology), script(root.dataset.sigma)]);
  performance.mark("graph-data");
  board.data = data;
  board.graph = board.whole = modelOf(data, graphology.MultiGraph);
  tools();
  refilter();
  if (tooLarge(board.graph)) {
    await group();
    refilter();
  }
  draw({ choose, pin, open });
  performance.mark("graph-drawn");
  root.dataset.ready = "1";
  if (!board.graph.someNode((id) => id in data.layout)) layout();
  if (location.hash.startsWith("#at=")) choose(decodeURIComponent(location.hash.slice(4)));
  if (data.places.some((place) => place.latitude !== null)) import("./map.js").then((map) => map.draw(data.places));
}

// Opens a group: its nodes stand singly among the other groups.
function open(number) {
  board.opened.add(number);
  board.graph = grouped(board.whole, board.groups, board.opened, graphology.MultiGraph);
  refilter();
  draw({ choose, pin, open });
  layout();
}

start().catch((error) => {
  console.error(error);
  inspect.said(panel, say("failed"));
});
