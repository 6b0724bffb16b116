// Another network drawn into this one, from a party beyond it; and taken out again.
import { layout } from "./layout.js";
import { join, leave } from "./model.js";
import { refilter } from "./refilter.js";
import { scales } from "./scales.js";
import { asked, board } from "./state.js";

export async function grow(id) {
  const { whole } = board, { guest, graph } = whole.getNodeAttributes(id);
  if (guest) leave(whole, guest);
  else {
    const answer = await asked(graph);
    Object.assign(board.data.words, answer.words);
    join(whole, answer, whole.getNodeAttribute(id, "network"), id);
  }
  scales();
  refilter();
  if (!guest) layout({ guests: true });
}
