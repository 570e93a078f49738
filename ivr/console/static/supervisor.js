/* The supervisor's page beyond what app.js does: codes for the web phone, and a look from time to time at what no event tells of. */

import { kabarkan, segarkan } from "/static/app.js";

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
setInterval(() => { if (!document.hidden) segarkan("langsung", "petugas", "janji"); }, LOOK_MS);
document.dispatchEvent(new CustomEvent("sapa:ask"));
