// A name and a phone number from the phone's own contacts, where the browser can ask for them (Android).
(() => {
  const button = document.querySelector("[data-contacts]");
  if (!button || !navigator.contacts?.select) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let chosen;
    try {
      [chosen] = await navigator.contacts.select(["name", "tel"], { multiple: false });
    } catch {
      return; // closed without a choice
    }
    const fill = (field, values) => {
      const input = button.form.elements[field];
      if (!values?.[0] || !input) return;
      input.value = values[0];
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    fill("name", chosen?.name);
    fill("phone", chosen?.tel);
    button.form.elements.name.focus();
  });
})();
