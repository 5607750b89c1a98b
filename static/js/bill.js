// Lines of a bill by keys: Enter goes on to the next cell, after the last one to a new line. Sums come from the server.
// And the PDF itself into the phone's own share sheet, where there is one.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const sample = new File([""], "bill.pdf", { type: "application/pdf" });
  for (const button of navigator.canShare?.({ files: [sample] }) ? all("[data-share-file]") : []) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { shareFile: address, shareName: name, shareWords: text } = button.dataset;
      try {
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(answer.statusText);
        await navigator.share({ files: [new File([await answer.blob()], name, { type: "application/pdf" })], text });
      } catch (error) {
        if (error.name !== "AbortError") location.assign(address);
      }
    });
  }

  // The link is made on the press; the address comes while the press still counts as one.
  for (const sharing of all("[data-share-link]")) {
    const made = async () => {
      const answer = await fetch(sharing.action, { method: "POST", body: new FormData(sharing), headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    };
    const more = sharing.querySelector("[data-share-more]");
    more.hidden = !navigator.share;
    more.addEventListener("click", async () => {
      try {
        const { url, words: text } = await made();
        await navigator.share({ text, url });
      } catch (error) {
        if (error.name !== "AbortError") sharing.requestSubmit();
      }
    });
    sharing.addEventListener("submit", async (event) => {
      if (sharing.dataset.plain || !navigator.clipboard || !window.ClipboardItem) return;
      event.preventDefault();
      try {
        const text = made().then(({ url }) => new Blob([url], { type: "text/plain" }));
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
        document.dispatchEvent(new CustomEvent("toast", { detail: { message: sharing.dataset.shareLink } }));
      } catch {
        // The page of links shows the address to copy by hand.
        sharing.dataset.plain = "yes";
        sharing.requestSubmit();
      }
    });
  }

  const form = document.getElementById("bill");
  if (!form) return;
  const changed = () => form.dispatchEvent(new CustomEvent("bill:changed", { bubbles: true }));

  // Sums that come when their lines are gone would be written beside others.
  form.addEventListener("htmx:beforeCleanupElement", ({ target }) => {
    if (target.matches("[data-asks]")) target.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} }));
  });

  // Without scripts several empty lines stand ready; one is enough where another is a key away.
  const isBlank = (line) => all("[data-cell]", line).every((cell) => !cell.value.trim());
  const lines = () => all("[data-line]", form);
  while (lines().length > 1 && isBlank(lines().at(-1)) && isBlank(lines().at(-2))) lines().at(-1).remove();

  function next(cell) {
    const cells = all("[data-cell]", form);
    const after = cells[cells.indexOf(cell) + 1];
    if (after) {
      after.focus();
      after.select();
    } else form.querySelector("[data-add-line]").click();
  }

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (!cell.matches("[data-cell]")) return;
    event.preventDefault();
    if (event.shiftKey) {
      const cells = all("[data-cell]", form);
      cells[cells.indexOf(cell) - 1]?.focus();
    } else if (cell.closest("[data-line]") && isBlank(cell.closest("[data-line]")) && lines().length > 1) form.querySelector("[data-save]").focus();
    else next(cell);
  });

  form.addEventListener("chooser:taken", (event) => {
    const input = event.target;
    if (input.matches("[data-cell]")) next(input);
    else if (event.detail.value === "new") form.querySelector("[data-add-party]").click();
    else form.querySelector("[data-cell]")?.focus();
    changed();
  });
})();
