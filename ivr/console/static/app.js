/* What every page does: it listens for what has changed, and fetches anew the parts that show it.

   <section data-bagian="/meja/bagian/antrean" data-saat="antrean agen">   fetched again on these events, and after every reconnect
   <form method="post" action="/x" data-kirim>        sent by script: news is shown, the part around it fetched again (data-segarkan="kind …": others too)
   <time data-sejak="2026-11-30T14:05:00+07:00">      counts up (42 detik, 1:05); data-sampai counts down
   <p data-kabar>                                     in a fetched part: read out when its text has changed
   <div data-jaga="key">                              in a fetched part: left as it is while it is there (a telephone, a player)

   import { kirim, pada, kabarkan, segarkan } from "/static/app.js" */

const RETRY_MS = 2000, DEADLINE_MS = 10000, NEWS_MS = 6000, QUIET_MS = 1500, PARKED_MS = 60000, ENDING_MS = 600000;
const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";
const listeners = new Map();
const parts = new WeakMap();
const url = document.body.dataset.acara;
let source = null, quiet = 0, newsTimer = 0, leaving = -Infinity, waiting = 0;

/** Shows a sentence for some seconds and has it read out. */
export function kabarkan(text, danger = false) {
  const region = document.getElementById("kabar");
  clearTimeout(newsTimer);
  region.classList.toggle("bahaya", danger);
  region.textContent = text;
  newsTimer = setTimeout(() => { region.textContent = ""; }, NEWS_MS);
}

/** Calls back on events of a kind, with their data; kind "sambung": connected (again). */
export function pada(kind, callback) {
  if (!listeners.has(kind)) {
    listeners.set(kind, []);
    source?.addEventListener(kind, dispatch);
  }
  listeners.get(kind).push(callback);
}

/** Sends a POST with our token; gives the answer's text. Throws an Error with a sentence to show. */
export async function kirim(url, data = {}) {
  const body = data instanceof FormData ? new URLSearchParams(data) : new URLSearchParams(Object.entries(data));
  let response;
  try {
    response = await fetch(url, { method: "POST", body, headers: { "X-CSRF-Token": csrf }, signal: AbortSignal.timeout(DEADLINE_MS) });
  } catch {
    throw new Error("Tidak tersambung. Periksa jaringan, lalu coba lagi.");
  }
  if (response.status === 401) signIn();
  const text = await response.text();
  if (!response.ok) throw new Error(text || "Tidak berhasil. Coba lagi.");
  return text;
}

/** Fetches anew the parts that show one of these kinds; without kinds all. */
export function segarkan(...kinds) {
  for (const part of document.querySelectorAll("[data-bagian]")) {
    const shown = (part.dataset.saat ?? "").split(/\s+/);
    if (!kinds.length || kinds.some((kind) => shown.includes(kind))) refresh(part);
  }
}

/* One fetch at a time for each part; what changes meanwhile is one more after it. */
async function refresh(part) {
  const state = parts.get(part) ?? { running: false, again: false, text: null };
  parts.set(part, state);
  if (state.running) { state.again = true; return; }
  state.running = true;
  do {
    state.again = false;
    try {
      const response = await fetch(part.dataset.bagian, { signal: AbortSignal.timeout(DEADLINE_MS) });
      if (response.status === 401) return signIn();
      const text = await response.text();
      if (response.ok && text !== state.text) replace(part, text);
      if (response.ok) state.text = text;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      state.again = part.isConnected;
    }
  } while (state.again);
  state.running = false;
}

/* New content, but what somebody has typed, opened, focused or scrolled stays. */
function replace(part, text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").body;
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const cursor = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  for (const old of part.querySelectorAll("[data-disentuh], details")) {
    const next = find(fresh, old);
    if (!next) continue;
    if (old.localName === "details") { next.open = old.open; continue; }
    next.dataset.disentuh = "1";
    if (old.type === "checkbox" || old.type === "radio") next.checked = old.checked;
    else next.value = old.value;
  }
  for (const old of part.querySelectorAll("[data-jaga]")) {
    fresh.querySelector(`[data-jaga="${CSS.escape(old.dataset.jaga)}"]`)?.replaceWith(old);
  }
  const scrolled = [...part.querySelectorAll("[data-gulir]")].map((old) => [old, old.scrollTop]);
  const said = part.querySelector("[data-kabar]")?.textContent;
  const again = active && find(fresh, active);
  part.replaceChildren(...fresh.childNodes);
  for (const [old, top] of scrolled) { const next = find(part, old); if (next) next.scrollTop = top; }
  if (active && !part.contains(document.activeElement)) {
    again?.focus({ preventScroll: true });
    if (cursor && cursor[0] !== null) again?.setSelectionRange?.(...cursor);
  }
  const news = part.querySelector("[data-kabar]")?.textContent;
  if (news && news !== said) kabarkan(news.trim());
  tick();
  part.dispatchEvent(new CustomEvent("bagian", { bubbles: true }));
}

/* The element in its new shape: by id, by name within the form of the same action, or by what it links to. */
function find(root, old) {
  if (old.id) return root.querySelector(`#${CSS.escape(old.id)}`);
  const form = old.form?.getAttribute("action");
  const within = form ? `form[action="${CSS.escape(form)}"] ` : "";
  if (old.name) return root.querySelector(`${within}[name="${CSS.escape(old.name)}"]${old.type === "radio" ? `[value="${CSS.escape(old.value)}"]` : ""}`);
  const href = old.getAttribute("href");
  if (href) return root.querySelector(`a[href="${CSS.escape(href)}"]`);
  return within ? root.querySelector(`${within}${old.localName}`) : null;
}

/* Not while an ordinary form is being sent: its answer is a page, often with a new session (another password). Nor while the web phone is in
   a call: leaving the page would cut it. */
function signIn() {
  clearTimeout(waiting);
  const talking = ["dialling", "talking"].includes(document.getElementById("telepon-web")?.dataset.keadaan);
  if (talking) kabarkan("Sesi Anda sudah berakhir. Masuk lagi sesudah percakapan ini.", true);
  if (talking || performance.now() - leaving < DEADLINE_MS) waiting = setTimeout(signIn, RETRY_MS);
  else location.assign(`/masuk?ke=${encodeURIComponent(location.pathname)}`);
}
window.addEventListener("submit", (event) => { if (!event.defaultPrevented) leaving = performance.now(); }); // after all handlers of the document

/* Times that count */
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds)), hours = Math.floor(whole / 3600), pair = (n) => String(n).padStart(2, "0");
  if (whole < 60) return `${whole} detik`;
  return hours ? `${hours}:${pair(Math.floor(whole / 60) % 60)}:${pair(whole % 60)}` : `${Math.floor(whole / 60)}:${pair(whole % 60)}`;
};
function tick() {
  for (const time of document.querySelectorAll("[data-sejak]")) set(time, (Date.now() - Date.parse(time.dataset.sejak)) / 1000);
  for (const time of document.querySelectorAll("[data-sampai]")) set(time, (Date.parse(time.dataset.sampai) - Date.now()) / 1000);
}
function set(element, seconds) {
  const text = clock(seconds);
  if (!Number.isNaN(seconds) && element.textContent !== text) element.textContent = text;
}

/* The session ends at a moment that is known: that is said in time */
function ending() {
  const note = document.getElementById("habis");
  if (note) note.hidden = Date.now() < 1000 * Number(note.dataset.habis) - ENDING_MS;
}

/* What is told to this page */
function dispatch(event) { for (const callback of listeners.get(event.type) ?? []) callback(event.data); segarkan(event.type); }
function listen() {
  source = new EventSource(url);
  source.onopen = () => {
    clearTimeout(quiet);
    document.getElementById("putus").hidden = true;
    for (const callback of listeners.get("sambung") ?? []) callback("");
    segarkan(); // what happened before we were listening
  };
  source.onerror = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => { document.getElementById("putus").hidden = false; }, QUIET_MS);
    if (source.readyState === EventSource.CLOSED) { // an answer that was no stream: the browser does not try again by itself
      source.close();
      setTimeout(retry, RETRY_MS);
    }
  };
  source.addEventListener("keluar", signIn);
  source.addEventListener("penuh", park);
  for (const kind of listeners.keys()) source.addEventListener(kind, dispatch);
}
/* Newer pages of the same person are told instead; this one comes back when somebody turns to it, or after a while. */
function park() {
  source.close();
  clearTimeout(quiet);
  document.getElementById("putus").hidden = false;
  const events = ["focus", "pointerdown", "keydown"];
  const back = () => {
    clearTimeout(timer);
    for (const name of events) window.removeEventListener(name, back);
    listen();
  };
  const timer = setTimeout(back, PARKED_MS);
  for (const name of events) window.addEventListener(name, back);
}
async function retry() {
  try {
    if ((await fetch("/sesi", { signal: AbortSignal.timeout(DEADLINE_MS) })).status === 401) return signIn();
  } catch { /* not there yet: the stream finds out */ }
  listen();
}

for (const part of document.querySelectorAll("[data-saat]")) for (const kind of part.dataset.saat.split(/\s+/)) if (kind) pada(kind, () => {});
if (url) listen();
tick();
ending();
setInterval(tick, 1000);
setInterval(ending, 15000);

document.addEventListener("input", (event) => { if (event.target.dataset) event.target.dataset.disentuh = "1"; });
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("kirim" in form.dataset)) return;
  event.preventDefault();
  if (form.dataset.sibuk) return;
  form.dataset.sibuk = "1";
  try {
    const news = await kirim(form.action, new FormData(form, event.submitter));
    form.reset();
    for (const field of form.querySelectorAll("[data-disentuh]")) delete field.dataset.disentuh;
    if (news) kabarkan(news);
    const part = form.closest("[data-bagian]");
    if (part) refresh(part);
    if (form.dataset.segarkan) segarkan(...form.dataset.segarkan.split(/\s+/));
  } catch (error) {
    kabarkan(error.message, true);
  } finally {
    delete form.dataset.sibuk;
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.rel-saya[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.rel-saya[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
