// Writing an entry: the amount and its keys, days, names, photos. All of it only helps; the server decides.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const ZEROS = {
    latn: 0x30, deva: 0x966, beng: 0x9e6, guru: 0xa66, gujr: 0xae6, orya: 0xb66, taml: 0xbe6, telu: 0xc66,
    knda: 0xce6, mlym: 0xd66, arab: 0x660, arabext: 0x6f0,
  };
  const PHOTO_BYTES = 300 * 1024;
  const PHOTO_SIDE = 1600;

  // What is unfolded above the buttons comes into sight.
  document.addEventListener("click", (event) => {
    const fold = event.target.closest?.(".entry-form summary")?.parentElement;
    if (fold) requestAnimationFrame(() => { if (fold.open) fold.scrollIntoView({ block: "start" }); });
  });

  // Amounts -----------------------------------------------------------------

  const toAscii = (text) => text.replace(/\p{Nd}/gu, (char) => {
    const code = char.codePointAt(0);
    for (const zero of Object.values(ZEROS)) if (code >= zero && code < zero + 10) return String(code - zero);
    return char;
  });
  const inDigits = (text) => {
    const zero = ZEROS[root.dataset.digits] || 0x30;
    return text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  };

  function group(whole) {
    if (root.dataset.grouping === "thousand") return whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return whole.length <= 3 ? whole : whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ",") + "," + whole.slice(-3);
  }

  // "250+90×2" as [minor units], exact; null while it can't be read. Commas are left for the server to judge.
  function work(text) {
    const plain = toAscii(text).replace(/[×xX✕]/g, "*").replace(/÷/g, "/").replace(/[−–]/g, "-").replace(/\s/g, "");
    if (!/^\d[\d,]*(\.\d*)?([-+*/][\d,]*\.?\d+)*$/.test(plain) && !/^\.\d+$/.test(plain)) return null;
    const tokens = plain.replace(/,/g, "").match(/[-+*/]|[\d.]+/g);
    const value = (token) => {
      const [whole, part = ""] = token.split(".");
      return [BigInt((whole || "0") + part), 10n ** BigInt(part.length)];
    };
    let [sum, product] = [[0n, 1n], value(tokens[0])];
    const plus = ([a, b], [c, d]) => [a * d + c * b, b * d];
    for (let i = 1; i < tokens.length; i += 2) {
      const [n, d] = value(tokens[i + 1]);
      if (tokens[i] === "*") product = [product[0] * n, product[1] * d];
      else if (tokens[i] === "/") {
        if (!n) return null;
        product = [product[0] * d, product[1] * n];
      } else {
        sum = plus(sum, product);
        product = [tokens[i] === "-" ? -n : n, d];
      }
    }
    const [n, d] = plus(sum, product);
    return n <= 0n ? null : (2n * n * 100n + d) / (2n * d);
  }

  function written(minor) {
    const text = minor.toString().padStart(3, "0");
    const fraction = text.slice(-2);
    return inDigits(group(text.slice(0, -2)) + (fraction === "00" ? "" : `.${fraction}`));
  }

  const hasSign = (text) => /[-+*/×÷−–]/.test(text.slice(1));

  function showSum(input) {
    const output = input.closest("[data-amount-field]")?.querySelector("[data-sum]");
    if (!output) return;
    const minor = hasSign(input.value) ? work(input.value) : null;
    output.textContent = minor === null ? "" : `= ${written(minor)}`;
  }

  function groupField(input) {
    const plain = toAscii(input.value.trim());
    if (/^\d+(\.\d{0,2})?$/.test(plain)) {
      const [whole, part] = plain.split(".");
      input.value = inDigits(group(whole.replace(/^0+(?=\d)/, "")) + (part ? `.${part}` : ""));
    }
  }

  function put(input, text) {
    const from = input.selectionStart ?? input.value.length;
    const to = input.selectionEnd ?? from;
    if (text === "back") {
      const start = from === to ? Math.max(0, from - 1) : from;
      input.setRangeText("", start, to, "end");
    } else {
      const sign = /^[-+×÷]$/.test(text);
      // A second sign takes the place of the first, as on any calculator.
      if (sign && from === to && /[-+×÷]$/.test(input.value.slice(0, from))) input.setRangeText(text, from - 1, to, "end");
      else if (!(sign && from === 0)) input.setRangeText(inDigits(text), from, to, "end");
    }
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Grouped figures are for reading; while writing, commas only get in the way. "1,20,0" is left as it is: what it
  // means is asked, not guessed. What is selected stays selected, or typing over it would add to it.
  const metGrouped = new WeakMap();
  const ungroup = (input) => {
    const { value, selectionStart, selectionEnd } = input;
    const [whole, part] = toAscii(value).split(".");
    const plain = whole.replace(/,/g, "");
    if (!/^\d+$/.test(plain) || whole === plain || group(plain) !== whole || /\D/.test(part || "")) return;
    const bare = (place) => value.slice(0, place).replace(/,/g, "").length;
    input.value = value.replace(/,/g, "");
    input.setSelectionRange(bare(selectionStart), bare(selectionEnd));
  };

  document.addEventListener("pointerdown", (event) => {
    // The field keeps focus and caret while our keys are pressed.
    if (event.target.closest("[data-key]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    const input = key?.closest("[data-amount-field]")?.querySelector("[data-amount]");
    if (!input) return;
    ungroup(input);
    if (document.activeElement !== input) input.setSelectionRange(input.value.length, input.value.length);
    put(input, key.dataset.key);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-amount]")) showSum(event.target);
  });
  document.addEventListener("focusin", (event) => {
    const input = event.target;
    if (!input.matches("[data-amount]")) return;
    const pad = input.closest("[data-amount-field]")?.querySelector("[data-keypad]");
    if (pad && getComputedStyle(pad).display !== "none") input.inputMode = "none";
    metGrouped.set(input, input.value);
  });
  document.addEventListener("beforeinput", (event) => {
    const input = event.target;
    if (input.matches("[data-amount]") && metGrouped.get(input) === input.value && !event.isComposing) ungroup(input);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-amount]")) groupField(event.target);
  });

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-fill-amount]");
    const input = chip?.closest("form")?.querySelector("[data-amount]");
    if (!input) return;
    input.value = written(BigInt(chip.dataset.fillAmount));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // The sheet: which party, a fresh id for each new entry ----------------------

  // UUIDv7, so that rows made on many phones still lie in order of time.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let now = Date.now();
    for (let i = 5; i >= 0; i--) {
      bytes[i] = now % 256;
      now = Math.floor(now / 256);
    }
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  const renew = (scope) => {
    all("[data-new-id]", scope).forEach((input) => { input.value = newId(); });
    all("[data-made-at]", scope).forEach((input) => { input.value = ""; });
  };

  // form.reset() would bring back what a form that was sent back said.
  function clear(sheet) {
    for (const input of all("input:not([type=hidden]), textarea", sheet)) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = false;
      else input.value = "";
    }
    all(".error-summary, .field-error, .photo-view, [data-candidates]", sheet).forEach((old) => old.remove());
    all("[aria-invalid]", sheet).forEach((input) => input.removeAttribute("aria-invalid"));
    all(".field-wrong", sheet).forEach((field) => field.classList.remove("field-wrong"));
    all("[data-sum], [data-photo-words]", sheet).forEach((place) => { place.textContent = ""; });
    all("[data-party-id]", sheet).forEach((input) => { input.value = ""; });
    renew(sheet);
  }

  // What a party usually does: the last amount, the whole balance, what changes hands.
  function fit(form, { full = "0", last = "0", modes = "" }) {
    for (const [name, amount] of [["full", full], ["last", last]]) {
      const value = BigInt(amount || "0");
      const size = value < 0n ? -value : value;
      for (const chip of all(`[data-${name}-chip]`, form)) {
        chip.hidden = !size;
        chip.dataset.fillAmount = String(size);
        chip.querySelector("[data-fill-words]").textContent = (chip.dataset.symbol || "") + written(size);
      }
    }
    form.dataset.usualFirst ??= form.dataset.usual || "";
    form.dataset.usual = modes || form.dataset.usualFirst;
    showModes(form);
  }

  const modeWords = (form, mode) =>
    mode && form.querySelector(`input[name=mode][value="${CSS.escape(mode)}"]`)?.parentElement.textContent.trim();

  function showModes(form) {
    const chosen = form.querySelector("input[name=mode]:checked")?.value;
    const [gave, got] = (form.dataset.usual || "").split(" ");
    for (const place of all("[data-mode-words]", form)) {
      const words = modeWords(form, chosen || (place.dataset.modeWords === "gave" ? gave : got));
      if (words) place.textContent = words;
    }
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[name=mode]")) showModes(event.target.form);
  });
  document.addEventListener("htmx:load", (event) => {
    for (const form of all("form[data-usual]", event.detail.elt.parentElement || document)) showModes(form);
  });
  document.addEventListener("chooser:taken", (event) => {
    const form = event.target.closest("form");
    if (form) fit(form, event.detail);
  });

  // Once for each entry, so that sending it again says the same.
  document.addEventListener("submit", (event) => {
    for (const input of all("[data-made-at]", event.target)) input.value ||= new Date().toISOString();
  }, true);

  document.addEventListener("sheet:opening", (event) => {
    const sheet = event.target;
    const opener = event.detail.opener?.dataset || {};
    const changed = (sheet.dataset.party || "") !== (opener.party || "");
    const form = sheet.querySelector("form");
    if (!form) return;
    if (changed) clear(sheet);
    sheet.dataset.party = opener.party || "";
    const known = Boolean(opener.party);
    all("[data-party-field]", sheet).forEach((box) => { box.hidden = known; });
    all("[data-party-name-shown]", sheet).forEach((place) => { place.textContent = opener.partyName || ""; place.hidden = !known; });
    all("[data-party-id]", sheet).forEach((input) => { if (known || changed) input.value = opener.party || ""; });
    all("[data-chooser-text]", sheet).forEach((input) => { if (known) input.value = opener.partyName || ""; });
    if (changed || known) fit(form, opener);
    const amount = sheet.querySelector("[data-amount]");
    amount?.setAttribute("data-first", "");
    // "More" beside an amount goes on with that amount.
    const begun = event.detail.opener?.closest("form")?.querySelector("[data-amount]")?.value;
    if (amount && begun) {
      amount.value = begun;
      showSum(amount);
    }
    markDays(sheet);
  });
  document.addEventListener("sheet:saved", (event) => {
    event.target.dataset.party = "";
    clear(event.target);
  });

  // Enter goes on to what is missing, and then to the buttons; which of the two is for a person to say.
  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (!input.matches?.("[data-amount], [data-chooser-text]")) return;
    const save = input.form?.querySelector(".save-row [data-save]");
    if (!save) return;
    event.preventDefault();
    const name = input.form.querySelector("[data-chooser-text]");
    (name && name !== input && !name.value && name.checkVisibility() ? name : save).focus();
  });

  // Days ----------------------------------------------------------------------

  // A page left open overnight: Today and Yesterday move on with the calendar.
  const midnight = () => new Date().setHours(0, 0, 0, 0);
  let since = midnight();
  function keepDays() {
    const passed = Math.round((midnight() - since) / 86400000);
    if (!passed) return;
    since = midnight();
    for (const chip of all("[data-day]")) {
      if (!chip.dataset.day) continue;
      const day = new Date(`${chip.dataset.day}T00:00:00Z`);
      day.setUTCDate(day.getUTCDate() + passed);
      chip.dataset.day = day.toISOString().slice(0, 10);
    }
    markDays(document);
  }
  document.addEventListener("visibilitychange", keepDays);

  function markDays(within) {
    for (const field of all("[data-date-field]", within)) {
      const value = field.querySelector("input").value;
      for (const chip of all("[data-day]", field)) chip.setAttribute("aria-pressed", String(chip.dataset.day === value));
    }
  }
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-day]");
    if (!chip) return;
    keepDays();
    const field = chip.closest("[data-date-field]");
    field.querySelector("input").value = chip.dataset.day;
    markDays(field.parentElement);
  });
  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-date-field]");
    if (field) markDays(field.parentElement);
  });
  markDays(document);
  document.addEventListener("htmx:load", (event) => markDays(event.detail.elt.parentElement || document));

  // Names ----------------------------------------------------------------------

  const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
  const idOf = (input) => (input.matches("[data-free]") ? null : input.form.querySelector("[data-party-id]"));
  const options = (input) => all("[role=option]", listOf(input));

  function closeList(input) {
    listOf(input).replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(input, option) {
    for (const other of options(input)) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }
  function take(input, option) {
    input.value = option.dataset.name;
    const id = idOf(input);
    if (id) id.value = option.dataset.value;
    closeList(input);
    input.dispatchEvent(new CustomEvent("chooser:taken", { bubbles: true, detail: { ...option.dataset } }));
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    const list = event.detail.target;
    if (!list.classList.contains("chooser-list")) return;
    const input = list.parentElement.querySelector("[data-chooser-text]");
    if (document.activeElement !== input) return closeList(input);
    input.setAttribute("aria-expanded", String(list.children.length > 0));
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-chooser-text]")) return;
    const id = idOf(event.target);
    if (id) id.value = "";
  });
  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches?.("[data-chooser-text]") || event.isComposing) return;
    const rows = options(input);
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!rows.length) return;
      event.preventDefault();
      const upwards = getComputedStyle(listOf(input)).flexDirection === "column-reverse";
      const step = (event.key === "ArrowDown") !== upwards ? 1 : -1;
      mark(input, rows[at < 0 && step < 0 ? rows.length - 1 : (at + step + rows.length) % rows.length]);
    } else if (event.key === "Enter" && rows.length) {
      event.preventDefault();
      take(input, rows[Math.max(0, at)]);
    } else if (event.key === "Escape" && rows.length) {
      event.preventDefault();
      event.stopPropagation();
      closeList(input);
    } else if (event.key.toLowerCase() === "c" && event.altKey) {
      const fresh = rows.find((row) => row.dataset.value === "new");
      if (fresh) {
        event.preventDefault();
        take(input, fresh);
      }
    }
  }, true);
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".chooser-list")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest(".chooser-list [role=option]");
    if (option) take(option.closest("[data-chooser]").querySelector("[data-chooser-text]"), option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-chooser-text]")) closeList(event.target);
  });

  // Photos ----------------------------------------------------------------------

  const asBlob = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

  async function shrink(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = document.createElement("canvas");
    for (let side = PHOTO_SIDE; side >= 400; side = Math.round(side * 0.75)) {
      const scale = Math.min(1, side / Math.max(picture.width, picture.height));
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      for (const quality of [0.82, 0.65, 0.5]) {
        const blob = await asBlob(canvas, quality);
        if (blob && blob.size <= PHOTO_BYTES) return { blob, canvas };
      }
    }
    throw new Error("too large at any size");
  }

  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches("[data-photo]")) return;
    const field = input.closest("[data-photo-field]");
    const words = field.querySelector("[data-photo-words]");
    all(".photo-view", field).forEach((old) => old.remove());
    words.textContent = "";
    const file = input.files[0];
    if (!file) return;
    try {
      const { blob, canvas } = await shrink(file);
      const carrier = new DataTransfer();
      carrier.items.add(new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
      input.files = carrier.files;
      canvas.className = "photo-view";
      field.append(canvas);
      words.textContent = words.dataset.small.replace("%s", inDigits(String(Math.ceil(blob.size / 1024))));
    } catch {
      words.textContent = words.dataset.large;
    }
  });
})();
