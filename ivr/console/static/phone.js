/* The web phone's panel. Tells and is told by events of `document`:
   "sapa:phone"  {state: "off"|"connecting"|"ready"|"ringing"|"dialling"|"talking", peer, message}: whenever something has changed
   "sapa:dial" {number} · "sapa:answer" · "sapa:hangup" · "sapa:key" {key} · "sapa:ask": tell the state again
   One tab holds the phone; another one takes over when that is closed. A page that is left hands it to the next one. */

import { Line } from "/static/phone-line.js";
import { Ring } from "/static/phone-ring.js";

const STATES = {
  off: ["Mati", ""],
  connecting: ["Menghubungkan…", "awas"],
  ready: ["Siap", "baik"],
  ringing: ["Berdering", "aksen"],
  dialling: ["Memanggil…", "aksen"],
  talking: ["Terhubung", "baik"],
};
const IN_CALL = ["ringing", "dialling", "talking"];
const ON = "sapa.telepon", MICROPHONE = "sapa.mikrofon", SPEAKER = "sapa.pengeras";
const DEADLINE_MS = 10000;
const at = (name) => document.getElementById(`telepon-${name}`);
const ring = new Ring();
let line = null, library = null, release = null, waiting = null;

async function account() {
  const response = await fetch("/telepon/akun", { signal: AbortSignal.timeout(DEADLINE_MS) });
  if ([401, 403, 404].includes(response.status)) return null;
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function microphone() {
  const wanted = localStorage.getItem(MICROPHONE);
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return { audio: wanted ? { ...audio, deviceId: { ideal: wanted } } : audio, video: false };
}

/* Switching on and off */
async function switchOn() {
  show("connecting");
  try {
    const stream = await navigator.mediaDevices.getUserMedia(microphone());
    for (const track of stream.getTracks()) track.stop(); // each call opens it for itself
  } catch {
    show("off", "Mikrofon tidak dapat dipakai. Izinkan mikrofon untuk halaman ini, lalu nyalakan lagi.");
    return;
  }
  await listDevices();
  localStorage.setItem(ON, "1");
  waiting = new AbortController();
  const elsewhere = setTimeout(() => show("connecting", "Telepon web menyala di tab lain. Tutup tab itu untuk memakainya di sini."), 1500);
  try {
    await navigator.locks.request("sapa-telepon", { signal: waiting.signal }, () => {
      clearTimeout(elsewhere);
      const held = new Promise((resolve) => { release = resolve; });
      line.start();
      return held;
    });
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  } finally {
    clearTimeout(elsewhere);
  }
}

function switchOff() {
  localStorage.removeItem(ON);
  waiting?.abort();
  line.stop();
}

/* What is seen */
function show(state, message = "") {
  const [word, look] = STATES[state], on = state !== "off", inCall = IN_CALL.includes(state);
  document.getElementById("telepon-web").dataset.keadaan = state;
  at("lencana").textContent = word;
  at("lencana").className = `lencana titik ${look}`;
  at("daya").textContent = on ? "Matikan" : "Nyalakan";
  at("daya").setAttribute("aria-pressed", String(on));
  at("daya").hidden = inCall;
  at("pesan").textContent = message;
  at("pesan").hidden = !message;
  at("panggilan").hidden = !inCall;
  at("lain").hidden = !on;
  at("angkat").hidden = state !== "ringing";
  at("bisu").hidden = state !== "talking";
  at("bisu").setAttribute("aria-pressed", String(line.muted));
  at("bisu").lastChild.textContent = line.muted ? "Bunyikan" : "Bisukan";
  at("tutup-kata").textContent = state === "ringing" ? "Tolak" : "Tutup";
  at("lawan").textContent = inCall ? line.peer : "";
  at("nomor").hidden = inCall;
  showTime();
  document.dispatchEvent(new CustomEvent("sapa:phone", { detail: { state, peer: line.peer, message } }));
}

function showTime() {
  const seconds = line.since ? Math.floor((Date.now() - line.since) / 1000) : 0;
  at("lama").textContent = line.since ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
}

function changed() {
  if (line.state === "ringing") ring.start(line.peer);
  else ring.stop();
  if (line.state === "off") {
    if (line.message) localStorage.removeItem(ON); // sent away: the next page shall not come back by itself
    release?.();
    release = null;
  }
  show(line.state, line.message);
}

/* Devices */
async function listDevices() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  fill(at("mikrofon"), devices.filter((device) => device.kind === "audioinput"), MICROPHONE);
  fill(at("pengeras"), devices.filter((device) => device.kind === "audiooutput"), SPEAKER);
  at("pilih-suara").hidden = !("setSinkId" in at("suara"));
}

function fill(select, devices, key) {
  select.replaceChildren(...devices.map((device) => new Option(device.label || "Perangkat", device.deviceId)));
  if (devices.some((device) => device.deviceId === localStorage.getItem(key))) select.value = localStorage.getItem(key);
}

async function useSpeaker() {
  const wanted = localStorage.getItem(SPEAKER);
  if (!wanted || !("setSinkId" in at("suara"))) return;
  try {
    await at("suara").setSinkId(wanted);
  } catch {
    localStorage.removeItem(SPEAKER); // it is not there any more: the usual one
  }
}

function play(stream) {
  at("suara").srcObject = stream;
  if (stream) useSpeaker();
}

/* What people and pages do */
function wire() {
  at("daya").addEventListener("click", () => {
    ring.allow();
    if (at("daya").getAttribute("aria-pressed") === "true") switchOff();
    else switchOn();
  });
  at("angkat").addEventListener("click", () => line.answer());
  at("tutup").addEventListener("click", () => line.hangUp());
  at("bisu").addEventListener("click", () => line.mute(!line.muted));
  at("nomor").addEventListener("submit", (event) => {
    event.preventDefault();
    line.dial(at("ke").value.trim());
  });
  for (const button of document.querySelectorAll("[data-tombol-telepon]")) {
    button.addEventListener("click", () => {
      if (line.state === "talking") line.key(button.dataset.tombolTelepon);
      else at("ke").value += button.dataset.tombolTelepon;
    });
  }
  at("mikrofon").addEventListener("change", (event) => localStorage.setItem(MICROPHONE, event.target.value));
  at("pengeras").addEventListener("change", (event) => {
    localStorage.setItem(SPEAKER, event.target.value);
    useSpeaker();
  });
  navigator.mediaDevices.addEventListener("devicechange", listDevices);
  document.addEventListener("sapa:dial", (event) => line.dial(event.detail.number));
  document.addEventListener("sapa:answer", () => line.answer());
  document.addEventListener("sapa:hangup", () => line.hangUp());
  document.addEventListener("sapa:key", (event) => line.key(event.detail.key));
  document.addEventListener("sapa:ask", () => show(line.state, line.message));
  window.addEventListener("beforeunload", (event) => {
    if (IN_CALL.includes(line.state)) event.preventDefault();
  });
  window.addEventListener("pagehide", () => line.stop());
  setInterval(showTime, 1000);
}

async function begin() {
  let own = null;
  try {
    own = await account();
    if (own?.library) library = (await import(own.library)).default;
  } catch { /* said below */ }
  if (!library || !navigator.mediaDevices || !navigator.locks) {
    at("pesan").textContent = own && !own.library
      ? "Telepon web belum dipasang di server ini. Pakai telepon meja."
      : "Telepon web tidak dapat dimuat. Pakai telepon meja, atau muat ulang halaman.";
    at("pesan").hidden = false;
    return;
  }
  line = new Line({ library, account, microphone, play });
  line.addEventListener("change", changed);
  wire();
  at("daya").hidden = false;
  show("off");
  const permission = await navigator.permissions.query({ name: "microphone" }).catch(() => null);
  if (localStorage.getItem(ON) && permission?.state === "granted") switchOn();
}

if (document.getElementById("telepon-web")) begin();
