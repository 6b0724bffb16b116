// A form of filters shows what it finds as soon as something is chosen; without this script its button does.
const WAIT_MS = 300;

for (const form of document.querySelectorAll("form.filters")) {
  const target = document.querySelector(form.dataset.target);
  let timer = 0, latest = 0;

  const show = async () => {
    const asked = ++latest;
    const query = new URLSearchParams(new FormData(form));
    for (const [key, value] of [...query]) if (!value) query.delete(key);
    const url = `${form.action.split("?")[0]}?${query}`;
    const answer = await fetch(url, { headers: { "X-Part": "list" } });
    if (asked !== latest) return;
    if (!answer.ok || answer.redirected) {
      location.assign(url);
      return;
    }
    // The server's own page, escaped by it; no script in it runs, since the content policy allows none inline.
    target.innerHTML = await answer.text();
    history.replaceState(null, "", url);
  };

  form.addEventListener("change", show);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(show, WAIT_MS);
  });
}
