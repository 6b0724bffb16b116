// Colours and sizes, from the page's style sheet, so that light, dark and print follow it.
export function look(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(name).trim();
  const families = ["text", "contact", "place", "identity", "intermediary", "money", "account", "person", "company", "registration", "travel"];
  return {
    core: of("--g-core"), likely: of("--g-likely"), possible: of("--g-beyond"), outside: of("--g-beyond"), hub: of("--g-hub"),
    group: of("--g-hub"), guest: of("--g-guest"), barred: of("--no"), faint: of("--line"), ink: of("--ink"), ground: of("--ground"), accent: of("--accent"),
    line: Object.fromEntries(families.map((family) => [family, of(`--f-${family}`) || of("--soft")])), soft: of("--soft"),
  };
}

export const nodeSize = (node) => (node.standing === "hub" || node.standing === "group" ? 4 + 2 * Math.sqrt(node.size) : node.standing === "core" ? 7 : 5);
export const nodeColour = (node, colours) => (node.barred ? colours.barred : node.guest ? colours.guest : colours[node.standing] ?? colours.likely);
export const lineColour = (line, colours) => colours.line[line.family] ?? colours.soft;
export const lineSize = (line) => (line.directed ? 1.5 : Math.max(0.6, Math.min(4, line.bits / 4)));
// A hub and a party of another network are not told by their colour alone.
export const labelOf = (node) => (node.guest ? "↗ " : "") + (node.standing === "hub" ? "◆ " : node.barred ? "⊘ " : "") + node.label;
