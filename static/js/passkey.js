// Asks the browser for a passkey, as the form's data-options say, and sends what it answers with the form.
(() => {
  "use strict";
  const form = document.querySelector("[data-passkey]");
  if (!form) return;
  const failed = form.querySelector("[data-passkey-error]");

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function readOptions() {
    const { publicKey } = JSON.parse(form.dataset.options);
    publicKey.challenge = toBytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = toBytes(publicKey.user.id);
    for (const list of [publicKey.allowCredentials, publicKey.excludeCredentials]) {
      for (const one of list || []) one.id = toBytes(one.id);
    }
    return { publicKey };
  }

  function said(credential) {
    const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    const rawId = toText(credential.rawId);
    return JSON.stringify({ id: rawId, rawId, type: credential.type, response, clientExtensionResults: {} });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.textContent = "";
    try {
      form.elements.answer.value = said(await navigator.credentials[form.dataset.passkey](readOptions()));
    } catch {
      failed.textContent = form.dataset.failed; // closed, refused, or nothing there to answer
      return;
    }
    form.submit();
  });
})();
