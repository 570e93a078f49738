/* An agent's desk beyond what app.js does: keys 1 and 2, notes that save themselves, the ticket form, and the web phone's button. */

import { kabarkan, segarkan } from "/static/app.js";

const SAVE_MS = 700, RETRY_MS = 2000, DEADLINE_MS = 10000;
const KEPT = "sapa.catatan.";
const token = document.querySelector('meta[name="csrf"]').content;
const title = document.title;

/* What the call in front of the agent says of itself */
function announce() {
  const call = document.querySelector("[data-siaran]");
  const text = call?.dataset.siaran ?? "";
  const region = document.getElementById("siaran");
  if (region.textContent !== text) region.textContent = text;
  document.title = call ? `${text} · ${title}` : title;
}

/* The last that was said stays in sight, unless somebody reads further up */
let talk = "", following = true;
function follow() {
  const lines = document.querySelector(".meja-percakapan");
  if (!lines) return;
  if (lines.id !== talk) following = true;
  talk = lines.id;
  if (following) lines.scrollTop = lines.scrollHeight;
}
document.addEventListener("scroll", (event) => {
  const lines = event.target;
  if (lines.id && lines.id === talk) following = lines.scrollTop + lines.clientHeight > lines.scrollHeight - 8;
}, true);

/* Accept and decline by 1 and 2, while nobody types */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest?.("input, select, textarea, [contenteditable], .telepon")) return;
  const form = document.querySelector(`form[data-tombol="${CSS.escape(event.key)}"]`);
  if (form) { event.preventDefault(); form.requestSubmit(); }
});

/* The web phone */
let phone = "off";
function showPhone() {
  for (const shown of document.querySelectorAll("[data-telepon]")) shown.hidden = shown.dataset.telepon !== phone;
  for (const shown of document.querySelectorAll("[data-telepon-bukan]")) shown.hidden = shown.dataset.teleponBukan === phone;
}
document.addEventListener("sapa:phone", (event) => { phone = event.detail.state; showPhone(); });
document.addEventListener("click", (event) => {
  if (event.target.closest("#angkat")) document.dispatchEvent(new CustomEvent("sapa:answer"));
});
document.addEventListener("submit", (event) => { // who accepts while the web phone rings wants to speak: it is picked up too
  if (event.target.dataset.tombol === "1" && phone === "ringing") document.dispatchEvent(new CustomEvent("sapa:answer"));
});

/* Notes: kept by this tab until the service has them, and sent one after the other */
const saving = new Map();
function write(call, text) {
  sessionStorage.setItem(KEPT + call, text);
  const state = saving.get(call) ?? { timer: 0, busy: false };
  saving.set(call, state);
  clearTimeout(state.timer);
  state.timer = setTimeout(save, SAVE_MS, call);
}
async function save(call) {
  const state = saving.get(call) ?? { timer: 0, busy: false }, text = sessionStorage.getItem(KEPT + call);
  saving.set(call, state);
  clearTimeout(state.timer);
  if (text === null || state.busy) return;
  state.busy = true;
  tell(call, "Menyimpan…");
  let answer = null;
  try {
    answer = await post("/meja/catatan", new URLSearchParams({ panggilan: call, isi: text }));
  } catch { /* tried again below */ }
  state.busy = false;
  const refusal = answer?.status === 422 ? await answer.text() : ""; // all else may pass: what was written is kept
  if (answer?.ok || refusal) {
    if (sessionStorage.getItem(KEPT + call) === text) sessionStorage.removeItem(KEPT + call);
    else return save(call);
    tell(call, refusal || "Tersimpan.");
  } else {
    tell(call, answer?.status === 403 ? "Belum tersimpan. Muat ulang halaman ini; tulisan Anda tetap ada." : "Belum tersimpan; dicoba lagi…");
    state.timer = setTimeout(save, RETRY_MS, call);
  }
}
const noteOf = (call) => document.querySelector(`textarea[data-simpan][data-panggilan="${CSS.escape(call)}"]`);
function tell(call, text) {
  const place = document.getElementById("tersimpan"); // none while its part is being replaced, which takes the focus from the note
  if (place && noteOf(call)) place.textContent = text;
}
function restore() {
  for (const note of document.querySelectorAll("textarea[data-simpan]")) {
    const text = sessionStorage.getItem(KEPT + note.dataset.panggilan);
    if (text !== null && note.value !== text) note.value = text;
  }
}
const post = (url, body) => fetch(url, { method: "POST", body, headers: { "X-CSRF-Token": token }, keepalive: true, signal: AbortSignal.timeout(DEADLINE_MS) });
document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-simpan]")) write(event.target.dataset.panggilan, event.target.value); });
document.addEventListener("focusout", (event) => { if (event.target.matches("textarea[data-simpan]")) save(event.target.dataset.panggilan); });
addEventListener("pagehide", flush);
function flush() { for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT)) save(key.slice(KEPT.length)); }

/* The form of a ticket */
document.addEventListener("change", async (event) => {
  const choice = event.target;
  if (!choice.matches("select[data-formulir]")) return;
  const place = choice.closest("[data-jaga]").querySelector(".meja-formulir");
  place.replaceChildren();
  if (!choice.value) return;
  const wanted = choice.value, query = new URLSearchParams({ panggilan: choice.dataset.panggilan, keperluan: wanted });
  try {
    const answer = await fetch(`${choice.dataset.formulir}?${query}`, { signal: AbortSignal.timeout(DEADLINE_MS) });
    const text = await answer.text();
    if (!answer.ok) kabarkan(text, true);
    else if (choice.value === wanted) fill(place, text, "input:not([type=hidden]), select, textarea");
  } catch {
    kabarkan("Tidak tersambung. Periksa jaringan, lalu pilih lagi.", true);
  }
});
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("tiket" in form.dataset)) return;
  event.preventDefault();
  if (form.dataset.sibuk) return;
  form.dataset.sibuk = "1";
  try {
    const answer = await post(form.action, new URLSearchParams(new FormData(form)));
    const text = await answer.text();
    if (answer.ok) {
      const kept = form.closest("[data-jaga]");
      kept.querySelector("select[data-formulir]").value = "";
      form.remove();
      kabarkan(text);
      segarkan("panggilan");
    } else if (answer.headers.get("Content-Type")?.startsWith("text/html")) {
      fill(form.parentElement, text, "[aria-invalid]");
    } else {
      kabarkan(text || "Tidak berhasil. Coba lagi.", true);
    }
  } catch {
    kabarkan("Tidak tersambung. Isian Anda masih ada; kirim lagi.", true);
  } finally {
    delete form.dataset.sibuk;
  }
});
function fill(place, text, first) {
  place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  place.querySelector(first)?.focus();
}

document.addEventListener("bagian", () => { announce(); follow(); showPhone(); restore(); });
announce();
follow();
restore();
flush();
document.dispatchEvent(new CustomEvent("sapa:ask"));
