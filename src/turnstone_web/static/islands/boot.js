// The only script of every page: keys, and the islands that the page has.
import "./keys.js";
import "./filters.js";
import "./refresh.js";

if (document.querySelector("#drawing")) import("./graph/board.js");
