// What the modules of the drawing share: the parts of the page, and what is drawn now.
import { look } from "./look.js";
import { wanted } from "./model.js";

export const root = document.querySelector("#drawing");
export const part = (name) => root.querySelector(name);
export const tool = (name) => part(`[data-do="${name}"]`), out = (name) => part(`[data-out="${name}"]`);
export const panel = part("[data-inspect]"), canvas = part("[data-canvas]");

// `whole`: the graph of the answer; `graph`: what is drawn of it, the same but where `groups` (node -> number) stand for nodes
// that are too many. `chosen`, `pathFrom`: nodes; `onPath`: nodes and lines. `data`: the answer itself.
export const board = {
  data: null, whole: null, graph: null, groups: null, opened: new Set(), wish: wanted(), sigma: null, colours: look(root), chosen: null, pathFrom: null, onPath: new Set(),
};

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// A kind or standing in the language of the page, from the answer's own `words`.
export const called = (word) => board.data.words[word] ?? word;

// The answer of an address as JSON; fails where it is not given.
export const asked = (url) => fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status} ${url}`))));
