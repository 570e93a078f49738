/* The supervisor's page beyond what app.js does: codes for the web phone, taking over, and a look from time to time at what no event tells of. */

import { kabarkan, kirim, segarkan } from "/static/app.js";

const LOOK_MS = 10000;
let phone = "off";

document.addEventListener("sapa:phone", (event) => { phone = event.detail.state; });
document.addEventListener("click", (event) => {
  const code = event.target.closest("[data-kode]")?.dataset.kode;
  if (!code) return;
  if (phone === "ready") document.dispatchEvent(new CustomEvent("sapa:dial", { detail: { number: code } }));
  else if (phone === "off") kabarkan(`Tekan ${code} di telepon Anda, atau nyalakan telepon web.`);
  else kabarkan("Telepon web sedang dipakai.", true);
});
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("ambil" in form.dataset)) return;
  event.preventDefault();
  if (form.dataset.sibuk) return;
  form.dataset.sibuk = "1";
  try {
    await kirim(form.action, new FormData(form));
    location.assign("/meja"); // there the call is shown, accepted and written about
  } catch (error) {
    kabarkan(error.message, true);
    delete form.dataset.sibuk;
  }
});
setInterval(() => { if (!document.hidden) segarkan("langsung", "petugas", "janji"); }, LOOK_MS);
document.dispatchEvent(new CustomEvent("sapa:ask"));
