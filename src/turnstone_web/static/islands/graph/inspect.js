// The panel beside the drawing: what is known of what was chosen. Texts go in as texts, never as markup.
import { dayOf, numberOf, say } from "./load.js";
import { called } from "./state.js";

const MOST = 40;
const make = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
};

export function nothing(panel) {
  panel.replaceChildren(make("p", say("none"), "meta"));
}

// `acts`: choose, pin and grow, each of a node.
export function node(panel, { graph, groups }, id, { choose, pin, grow }) {
  const about = graph.getNodeAttributes(id);
  const parts = [make("h2", about.label), make("p", [called(about.standing), called(about.kind), about.town, about.state].filter(Boolean).join(" · "), "meta")];
  if (about.first) parts.push(make("p", `${dayOf(about.first)} – ${dayOf(about.last)}`, "meta"));
  const button = make("button", about.pinned ? say("pinned") : say("pin"));
  button.type = "button";
  button.setAttribute("aria-pressed", String(Boolean(about.pinned)));
  button.onclick = () => pin(id);
  parts.push(button);
  if (about.href) {
    const other = make("a", `${say("other")}: ${about.network_name}`);
    other.href = about.href;
    const line = make("p");
    line.append(other);
    parts.push(line);
  }
  if (about.graph && !groups) {
    const draw = make("button", say(about.guest ? "leave" : "join"));
    draw.type = "button";
    draw.dataset.key = "d";
    draw.onclick = () => grow(id);
    parts.push(draw);
  }
  const lines = graph.edges(id).map((edge) => ({ edge, ...graph.getEdgeAttributes(edge), far: graph.opposite(id, edge) }))
    .filter((line) => !line.hidden).sort((a, b) => b.bits - a.bits);
  parts.push(make("h3", `${say("ties")} (${lines.length})`), list(graph, lines, choose));
  panel.replaceChildren(...parts);
}

export function chain(panel, graph, from, lines, choose) {
  let at = from;
  const steps = lines.map((edge) => {
    at = graph.opposite(at, edge);
    return { ...graph.getEdgeAttributes(edge), far: at };
  });
  panel.replaceChildren(make("h2", say("path")), make("p", graph.getNodeAttribute(from, "label")), list(graph, steps, choose));
}

export function said(panel, text) {
  panel.replaceChildren(make("p", text));
}

function list(graph, lines, choose) {
  const all = make("ul");
  for (const line of lines.slice(0, MOST)) {
    const item = make("li"), button = make("button", graph.getNodeAttribute(line.far, "label"), "plain");
    button.type = "button";
    button.onclick = () => choose(line.far);
    const days = line.since ? `, ${dayOf(line.since)} – ${line.until ? dayOf(line.until) : ""}` : "";
    const weight = line.directed ? "" : `, ${numberOf(line.bits)} ${say("bits")}`;
    item.append(button, make("span", ` ${called(line.kind)} ${line.shown}${weight}${days}`, "meta"));
    all.append(item);
  }
  if (lines.length > MOST) all.append(make("li", `… ${lines.length - MOST} ${say("more")}`, "meta"));
  return all;
}
