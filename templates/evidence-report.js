"use strict";
(() => {
  const form = document.getElementById("filters");
  const values = () => Object.fromEntries(new FormData(form));
  const fits = (element, chosen, names) => names.every((n) => !chosen[n] || element.dataset[n] === chosen[n]);
  const filter = () => {
    const chosen = values();
    const callNames = ["persona", "segment", "outcome"];
    const heads = [...document.querySelectorAll(".map thead th")];
    const out = heads.map((head) => head.classList.contains("call") && !fits(head, chosen, callNames));
    for (const row of document.querySelectorAll(".map tr")) [...row.cells].forEach((cell, at) => { cell.hidden = out[at]; });
    for (const theme of document.querySelectorAll("li[data-kind]")) theme.hidden = !fits(theme, chosen, ["kind"]);
    for (const row of document.querySelectorAll("tr[data-kind]")) row.hidden = !fits(row, chosen, ["kind"]);
    let shown = 0;
    for (const theme of document.querySelectorAll(".theme")) {
      const quotes = [...theme.querySelectorAll(".verbatim")];
      for (const quote of quotes) quote.hidden = !fits(quote, chosen, callNames);
      const visible = quotes.filter((quote) => !quote.hidden).length;
      theme.hidden = !fits(theme, chosen, ["kind"]) || visible === 0;
      if (!theme.hidden) shown += visible;
    }
    const any = Object.values(chosen).some((value) => value);
    form.querySelector("output").textContent = any ? `${shown} verbatim${shown === 1 ? "" : "s"} shown; the counts beside themes stay those of all calls.` : "";
  };
  // A place inside a closed transcript opens it first.
  const open = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const call = place && place.closest("details");
    if (call) call.open = true;
    if (place) { place.tabIndex = -1; place.focus({ preventScroll: true }); place.scrollIntoView({ block: call ? "center" : "start" }); }
  };
  form.hidden = false;
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter, 0));
  addEventListener("hashchange", open);
  open();
})();
