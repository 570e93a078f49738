/* One click to call back: the promise is locked, then the web phone dials its code; without a web phone the page shows the code. */

import { kabarkan, kirim, segarkan } from "/static/app.js";

const LOOK_MS = 60000;
let phone = "off";

function showPhone() {
  for (const button of document.querySelectorAll("[data-panggil]")) button.hidden = phone !== "ready";
}
const dial = (number) => document.dispatchEvent(new CustomEvent("sapa:dial", { detail: { number } }));

document.addEventListener("sapa:phone", (event) => { phone = event.detail.state; showPhone(); });
document.addEventListener("bagian", showPhone);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-panggil]");
  if (button) dial(button.dataset.panggil);
});
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.mulai) return;
  event.preventDefault();
  if (form.dataset.sibuk) return;
  form.dataset.sibuk = "1";
  try {
    await kirim(form.action, new FormData(form));
    if (phone === "ready") dial(form.dataset.mulai);
    else kabarkan(`Tekan ${form.dataset.mulai} di telepon meja Anda.`);
  } catch (error) {
    kabarkan(error.message, true);
  } finally {
    delete form.dataset.sibuk;
    segarkan("janji");
  }
});
setInterval(() => segarkan("janji"), LOOK_MS); // what has become due
document.dispatchEvent(new CustomEvent("sapa:ask"));
