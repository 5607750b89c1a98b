// A barcode read by the camera, into the field a button names; without BarcodeDetector the buttons stay hidden.
(() => {
  "use strict";
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const EVERY_MS = 250;

  const stop = (dialog, stream) => {
    stream.getTracks().forEach((track) => track.stop());
    dialog.close();
    dialog.remove();
  };

  const fill = (field, code) => {
    field.value = code;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (field.type === "search") field.form.requestSubmit();
    else field.focus();
  };

  const scan = async (button) => {
    const field = document.getElementById(button.dataset.scan);
    if (!field) return;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      field.focus(); // no camera, or not allowed: typed instead
      return;
    }
    const dialog = document.createElement("dialog");
    const video = document.createElement("video");
    const leave = document.createElement("button");
    dialog.className = "sheet scan";
    video.muted = true;
    video.playsInline = true;
    leave.type = "button";
    leave.className = "button";
    leave.textContent = button.dataset.leave || "×";
    dialog.append(video, leave);
    document.body.append(dialog);
    dialog.showModal();
    let open = true;
    const end = () => {
      if (!open) return;
      open = false;
      stop(dialog, stream);
    };
    leave.addEventListener("click", end);
    dialog.addEventListener("cancel", end);
    video.srcObject = stream;
    await video.play();
    const detector = new window.BarcodeDetector();
    const look = async () => {
      if (!open) return;
      const found = await detector.detect(video).catch(() => []);
      if (found.length) {
        end();
        fill(field, found[0].rawValue);
      } else setTimeout(look, EVERY_MS);
    };
    look();
  };

  document.querySelectorAll("[data-scan]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => scan(button));
  });
})();
