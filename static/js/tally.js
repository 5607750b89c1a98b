// The keys of an accountant's program, for whoever switches them on: F4, F7 and their like press the link that
// names them in data-tally, F2 goes to the date, Ctrl+A saves. Off, or without this script, every link is there. An
// accountant's page has the switch at its foot, every other one where "?" shows the keys.
(() => {
  "use strict";
  const KEPT = "halkhata.tally";
  const spare = document.getElementById("tally-help");
  if (spare && !document.getElementById("tally")) {
    document.querySelector("#keys .keys")?.after(spare.content.cloneNode(true));
  }
  const strip = document.getElementById("tally");
  if (!strip) return;
  const wide = matchMedia("(min-width: 1024px) and (pointer: fine)");
  const box = strip.querySelector("input");
  const list = strip.querySelector("ul");

  function kept() {
    try { return localStorage.getItem(KEPT) === "on"; } catch { return false; }
  }
  function keep(on) {
    try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* a private window forgets */ }
  }
  function show() {
    strip.hidden = !wide.matches;
    list.hidden = !box.checked;
  }

  box.checked = kept();
  show();
  wide.addEventListener("change", show);
  box.addEventListener("change", () => {
    keep(box.checked);
    show();
  });

  function wanted(key, target) {
    if (key === "f2") return document.querySelector("main form input[type=date]");
    // In a field Ctrl+A marks the text, as everywhere.
    if (key === "ctrl+a" && target.closest("input, textarea, select")) return null;
    return document.querySelector(`[data-tally="${key}"]`);
  }

  document.addEventListener("keydown", (event) => {
    if (!box.checked || !wide.matches || event.isComposing || event.defaultPrevented) return;
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const key = (event.ctrlKey ? "ctrl+" : "") + event.key.toLowerCase();
    if (!/^(f\d|ctrl\+a)$/.test(key)) return;
    const element = wanted(key, event.target);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input")) element.focus();
    else element.click();
  });
})();
