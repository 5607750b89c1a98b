// The shell of every page: sheets and menus, toasts, keys, focus, and what htmx reports.
// Nothing here is needed to read or write the books; each page works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const TOAST_SECONDS = 10;
  const TOASTS_MOST = 3;

  root.classList.remove("no-js");

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const shown = (element) => element.getClientRects().length > 0;

  // Sheets ------------------------------------------------------------------

  const openers = new WeakMap();

  function openSheet(id, opener) {
    const sheet = document.getElementById(id);
    if (!(sheet instanceof HTMLDialogElement)) return false;
    if (sheet.open) return true;
    openers.set(sheet, opener);
    sheet.dispatchEvent(new CustomEvent("sheet:opening", { bubbles: true, detail: { opener } }));
    sheet.showModal();
    const first = sheet.querySelector("[data-first]") || sheet.querySelector("input:not([type=hidden]), button");
    if (first) first.focus();
    return true;
  }

  function closeSheet(sheet) {
    if (sheet.open) sheet.close();
  }

  // "close" does not bubble; listening on the way down hears it for every dialog, swapped in or not.
  document.addEventListener("close", (event) => {
    const opener = openers.get(event.target);
    if (!opener) return;
    openers.delete(event.target);
    const standing = opener.isConnected ? opener : opener.id && document.getElementById(opener.id);
    if (standing) standing.focus();
  }, true);

  document.addEventListener("click", (event) => {
    const target = event.target;
    const opener = target.closest("[data-opens]");
    if (opener && !event.ctrlKey && !event.metaKey && openSheet(opener.dataset.opens, opener)) {
      event.preventDefault();
      return;
    }
    const closer = target.closest("[data-close]");
    if (closer) {
      const box = closer.closest("dialog, [data-toast], .note");
      if (box instanceof HTMLDialogElement) closeSheet(box);
      else if (box) box.remove();
      return;
    }
    if (target instanceof HTMLDialogElement && target.classList.contains("sheet")) closeSheet(target);
  });

  // Beside the list only where there is room beside it; elsewhere the link is a link.
  const wide = matchMedia("(min-width: 1024px)");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-pane]");
    if (!link) return;
    if (!wide.matches) return event.stopPropagation();
    for (const row of all("[data-pane]")) row.closest("li").removeAttribute("aria-current");
    link.closest("li").setAttribute("aria-current", "true");
  }, true);

  // Menus -------------------------------------------------------------------

  function closeMenus(except) {
    for (const menu of all("details.menu[open]")) if (menu !== except) menu.open = false;
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details.menu")));

  // Toasts and alerts -------------------------------------------------------

  function runToast(toast) {
    if (toast.dataset.runs) return;
    toast.dataset.runs = "1";
    let left = TOAST_SECONDS * 1000;
    let from = 0;
    let timer = 0;
    const held = () => toast.matches(":hover") || toast.contains(document.activeElement);
    const start = () => {
      clearTimeout(timer);
      from = Date.now();
      timer = setTimeout(() => (held() ? start() : toast.remove()), left);
    };
    const pause = () => {
      clearTimeout(timer);
      left = Math.max(2000, left - (Date.now() - from));
    };
    toast.addEventListener("pointerenter", pause);
    toast.addEventListener("focusin", pause);
    toast.addEventListener("pointerleave", start);
    toast.addEventListener("focusout", start);
    start();
  }

  function showToast(message, undo) {
    const region = document.getElementById("toast");
    const form = document.getElementById("toast-form");
    if (!region || !form) return;
    const toast = form.content.querySelector("[data-toast]").cloneNode(true);
    toast.querySelector("p").textContent = message;
    const undoForm = toast.querySelector("form");
    if (undo) {
      undoForm.action = undo;
      undoForm.setAttribute("hx-post", undo);
      undoForm.setAttribute("hx-swap", "none");
      undoForm.setAttribute("hx-sync", "this:drop");
      window.htmx?.process(undoForm);
    } else undoForm.remove();
    region.append(toast);
    while (region.children.length > TOASTS_MOST) region.firstElementChild.remove();
    runToast(toast);
  }

  function showAlert(text) {
    const region = document.getElementById("alerts");
    if (!region) return;
    const note = document.createElement("div");
    note.className = "note note-error";
    const words = document.createElement("div");
    const line = document.createElement("p");
    line.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button button-small";
    close.dataset.close = "";
    close.textContent = region.dataset.close;
    words.append(line, close);
    note.append(words);
    const sheet = document.querySelector("dialog[open] .sheet-body");
    // A modal sheet hides the page behind it from view and from screen readers.
    if (sheet) {
      all(":scope > .note-error", sheet).forEach((old) => old.remove());
      note.setAttribute("role", "alert");
      sheet.prepend(note);
    } else region.replaceChildren(note);
  }

  new MutationObserver(() => all("[data-toast]", document.getElementById("toast")).forEach(runToast)).observe(
    document.getElementById("toast"), { childList: true });
  all("#toast [data-toast]").forEach(runToast);
  document.addEventListener("toast", (event) => showToast(event.detail.message, event.detail.undo));

  // htmx --------------------------------------------------------------------

  const answered = (event) => event.detail.xhr;
  // The form an answer belongs to; a search inside a form asks for itself alone.
  // So does a part that asks what the form comes to while it is filled in.
  const sentForm = (event) => (event.detail.requestConfig.verb === "get" || event.detail.elt.matches("[data-asks]")
    ? null : event.detail.elt.closest("form"));

  document.addEventListener("htmx:beforeRequest", (event) => {
    const source = event.detail.elt;
    if (document.hidden && source.matches("[data-poll]")) return event.preventDefault();
    const form = sentForm(event);
    if (form) for (const button of all("button:not([type=button])", form)) button.disabled = true;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = sentForm(event);
    if (!form) return;
    for (const button of all("button:not([type=button])", form)) button.disabled = false;
    const sheet = form.closest("dialog");
    if (event.detail.successful) form.closest("[data-toast]")?.remove();
    if (sheet && event.detail.successful && !answered(event).getResponseHeader("HX-Keep")) {
      closeSheet(sheet);
      form.reset();
      sheet.dispatchEvent(new CustomEvent("sheet:saved", { bubbles: true }));
    }
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400 && answered(event).getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const words = document.getElementById("alerts").dataset;
    const status = answered(event).status;
    showAlert(status >= 500 ? words.broken : words.gone);
  });
  document.addEventListener("htmx:sendError", () => showAlert(document.getElementById("alerts").dataset.offline));
  document.addEventListener("htmx:timeout", () => showAlert(document.getElementById("alerts").dataset.offline));

  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.elt;
    const summary = place.matches("[data-focus]") ? place : place.querySelector("[data-focus]");
    if (summary) return summary.focus();
    if (place.matches("[data-poll], .chooser-list")) return;
    if (place.contains(document.activeElement) && document.activeElement !== document.body) return;
    const heading = place.querySelector("h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });

  const wrong = all(".error-summary[data-focus]").find((summary) => !summary.closest("[data-sample]"));
  if (wrong) wrong.focus();

  // Keys --------------------------------------------------------------------

  let sequence = "";
  let sequenceTimer = 0;

  const typing = (element) =>
    element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
    (element.tagName === "INPUT" && !/^(checkbox|radio|button|submit|file)$/.test(element.type));

  function keyed(keys) {
    const scope = document.querySelector("dialog[open]") || document;
    const found = all("[data-keys]", scope).filter((element) => element.dataset.keys === keys && shown(element));
    return found.find((element) => element.matches("input, main *")) || found[0];
  }

  function use(element) {
    if (element.matches("input, textarea, select")) {
      element.focus();
      element.select?.();
    } else element.click();
  }

  function moveRow(step) {
    const rows = all("[data-row]").filter(shown);
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement.closest("[data-row]"));
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    if (event.isComposing || event.defaultPrevented) return;
    if (event.altKey && !event.ctrlKey && !event.metaKey) {
      // event.code: with Alt held, some keyboards send another character in event.key.
      const element = keyed(`alt+${event.code.replace("Key", "").toLowerCase()}`);
      if (element) {
        event.preventDefault();
        use(element);
      }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest("form");
      const button = form && form.querySelector("[data-save]");
      if (button) button.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || typing(event.target) || root.dataset.keys === "off") return;
    if (event.key === "?" && openSheet("keys", event.target)) return event.preventDefault();
    if (event.key === "j" || event.key === "k") return moveRow(event.key === "j" ? 1 : -1);
    const keys = sequence ? `${sequence} ${event.key}` : event.key;
    const element = keyed(keys) || keyed(event.key);
    clearTimeout(sequenceTimer);
    sequence = "";
    if (element) {
      event.preventDefault();
      use(element);
    } else if (/^[a-z]$/.test(event.key)) {
      sequence = event.key;
      sequenceTimer = setTimeout(() => { sequence = ""; }, 1200);
    }
  });

  /** The words of a button, without the small ones below them. */
  function labelOf(element) {
    const copy = element.cloneNode(true);
    for (const small of all("small", copy)) small.remove();
    return copy.textContent;
  }

  // The list of keys is read off the page, so it can't tell of one that isn't there.
  document.getElementById("keys")?.addEventListener("sheet:opening", (event) => {
    const list = event.target.querySelector("dl");
    list.replaceChildren();
    const told = new Set();
    for (const element of all("[data-keys]").filter(shown)) {
      const keys = element.dataset.keys;
      const label = element.getAttribute("aria-label") || element.labels?.[0]?.textContent || labelOf(element);
      if (told.has(keys) || !label.trim()) continue;
      told.add(keys);
      const term = document.createElement("dt");
      for (const key of keys.split(/[ +]/)) {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        term.append(cap, " ");
      }
      const words = document.createElement("dd");
      words.textContent = label.trim();
      list.append(term, words);
    }
    closeMenus();
  });

  // Theme: seen at once, kept by the form it is in ----------------------------

  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

  // A secret that is shown once: chosen whole at a touch, and copied by its button.
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-select]")) event.target.select(); });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    showToast(button.dataset.copied);
  });

  document.addEventListener("change", (event) => {
    if (event.target.name === "theme" && event.target.closest("[data-live]")) root.dataset.theme = event.target.value;
  });

  // The accountant's keys are for a computer alone: a phone does not fetch them.
  const tally = document.getElementById("tally-help");
  if (tally && matchMedia("(min-width: 1024px) and (pointer: fine)").matches) {
    document.head.append(Object.assign(document.createElement("script"), { src: tally.dataset.script }));
  }
})();
