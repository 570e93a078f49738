// Rings as telephones here do (one second on, two off), flashes the page's title, and shows a notice while the page is in the background.

const HERTZ = [425, 480];
const EVERY_MS = 3000;
const SOUND_S = 1;

export class Ring {
  #context = null;
  #timers = [];
  #title = "";
  #notice = null;

  // Browsers let a page make a sound only after somebody has touched it: call this from a click.
  allow() {
    this.#context ??= new AudioContext();
    this.#context.resume();
    if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
  }

  start(from) {
    if (this.#timers.length) return;
    this.#title = document.title;
    this.#context ??= new AudioContext();
    this.#context.resume();
    this.#sound();
    this.#timers = [
      setInterval(() => this.#sound(), EVERY_MS),
      setInterval(() => {
        document.title = document.title === this.#title ? "☎ Panggilan masuk" : this.#title;
      }, 700),
    ];
    document.title = "☎ Panggilan masuk";
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      this.#notice = new Notification("Panggilan masuk", { body: from, tag: "sapa-telepon", requireInteraction: true });
      this.#notice.onclick = () => window.focus();
    }
  }

  stop() {
    if (!this.#timers.length) return;
    this.#timers.forEach(clearInterval);
    this.#timers = [];
    document.title = this.#title;
    this.#notice?.close();
    this.#notice = null;
  }

  #sound() {
    if (this.#context.state !== "running") return;
    const now = this.#context.currentTime;
    const volume = this.#context.createGain();
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(0.12, now + 0.03);
    volume.gain.setValueAtTime(0.12, now + SOUND_S - 0.05);
    volume.gain.linearRampToValueAtTime(0, now + SOUND_S);
    volume.connect(this.#context.destination);
    for (const hertz of HERTZ) {
      const tone = this.#context.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(volume);
      tone.start(now);
      tone.stop(now + SOUND_S);
    }
  }
}
