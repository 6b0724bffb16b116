// The kinds of ties and the days that can be chosen among.
import { dayOf } from "./load.js";
import { refilter } from "./refilter.js";
import { board, called, out, part, tool } from "./state.js";

// Made anew when another network was drawn in or taken out.
export function scales() {
  kinds();
  days();
}

function kinds() {
  const many = new Map(), { whole, wish } = board;
  whole.forEachEdge((edge, line) => many.set(line.kind, (many.get(line.kind) ?? 0) + 1));
  part("[data-kinds]").replaceChildren(part("[data-kinds] legend"), ...[...many].sort((a, b) => b[1] - a[1]).map(([kind, n]) => {
    const label = document.createElement("label"), box = document.createElement("input");
    label.className = "pick";
    Object.assign(box, { type: "checkbox", checked: !wish.kinds.has(kind) });
    box.onchange = () => (box.checked ? wish.kinds.delete(kind) : wish.kinds.add(kind), refilter());
    label.append(box, ` ${called(kind)} (${n})`);
    return label;
  }));
}

const said = (day) => dayOf(day * 86400000);

function days() {
  const { whole, wish } = board;
  let low = Infinity, high = -Infinity;
  const take = (id, { day }) => day && ([low, high] = [Math.min(low, day[0]), Math.max(high, day[1])]);
  whole.forEachNode(take);
  whole.forEachEdge(take);
  tool("from").closest(".time").hidden = low > high;
  if (low > high) return;
  for (const [end, edge, unbounded] of [["from", low, -Infinity], ["to", high, Infinity]]) {
    const range = tool(end);
    Object.assign(range, { min: low, max: high, step: 1, value: Number.isFinite(wish[end]) ? wish[end] : edge });
    out(end).textContent = said(range.valueAsNumber);
    range.oninput = () => {
      const at = range.valueAsNumber;
      wish[end] = at === edge ? unbounded : at;
      out(end).textContent = said(at);
      refilter();
    };
  }
}
