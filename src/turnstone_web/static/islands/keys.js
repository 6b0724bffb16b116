// Keys of a page: an element with data-key="j" is clicked or focused when that key is pressed outside a field; "g l" is
// two keys one after the other; ? shows them all. With Ctrl, Alt or Meta nothing happens: those are the browser's.
const WAIT_MS = 1200;
let first = "", since = 0;

const inField = (target) => target.closest?.("input, textarea, select, dialog, [contenteditable]");

function act(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
  } else {
    element.click();
  }
}

function listed() {
  const dialog = document.createElement("dialog");
  const list = document.createElement("dl");
  const seen = new Set(["?"]);
  for (const element of document.querySelectorAll("[data-key]")) {
    const key = element.dataset.key;
    if (seen.has(key)) continue;
    seen.add(key);
    const term = document.createElement("dt");
    const name = document.createElement("kbd");
    name.textContent = key;
    term.append(name);
    const said = document.createElement("dd");
    said.textContent = (element.labels?.[0] ?? element).textContent.trim() || element.placeholder || key;
    list.append(term, said);
  }
  dialog.append(list);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || inField(event.target)) return;
  if (event.key === "?") {
    listed();
    return;
  }
  const pair = Date.now() - since < WAIT_MS ? `${first} ${event.key}` : "";
  const find = (key) => key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const found = find(pair) || find(event.key);
  first = event.key;
  since = Date.now();
  if (found) {
    event.preventDefault();
    act(found);
  }
});
