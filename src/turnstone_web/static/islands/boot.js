// The only script of every page but htmx: keys, and the islands that the page has.
import "./keys.js";

// What is not chosen stands in no address.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters, verb } = event.detail;
  if (verb === "get") for (const [key, value] of [...parameters.entries()]) if (!value) parameters.delete(key);
});
// An answer that is no list (one is signed out, something failed) is shown as the page that it is.
document.addEventListener("htmx:responseError", (event) => location.assign(event.detail.pathInfo.finalRequestPath));

if (document.querySelector("#drawing")) import("./graph/board.js");
