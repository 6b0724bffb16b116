// Shows what the page's tools ask for now, and says how much it is.
import { say } from "./load.js";
import { filter } from "./model.js";
import { board, out } from "./state.js";

export function refilter() {
  out("shown").textContent = say("shown", filter(board.graph, board.wish));
  board.sigma?.refresh();
}
