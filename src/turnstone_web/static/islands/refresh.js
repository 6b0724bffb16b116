// A part of the page that is loaded anew while work is going on in it. Whoever reads it keeps the focus.
for (const part of document.querySelectorAll("[data-refresh]")) {
  const again = async () => {
    if (part.querySelector("[data-busy]") && !part.contains(document.activeElement)) {
      const answer = await fetch(location.href, { headers: { "X-Part": "list" } }).catch(() => null);
      if (answer?.ok && !answer.redirected) part.innerHTML = await answer.text();
    }
    setTimeout(again, Number(part.dataset.refresh));
  };
  again();
}
