// One telephone line: JsSIP, registered through the console's own WebSocket, with one call at a time. Tells of every change by "change".

const LATEST_CANDIDATE_MS = 200; // an interface that finds no way out shall not hold up the answer
const RETRY_MS = [2000, 5000, 15000, 30000];
const REPLACED = 4001;
const ENDED = 4002;
const REFUSED = 1008;
const MESSAGES = {
  [REPLACED]: "Telepon web dinyalakan di perangkat lain. Nyalakan lagi untuk memakainya di sini.",
  [ENDED]: "Sesi atau nomor telepon Anda berubah. Muat ulang halaman.",
  [REFUSED]: "Sambungan telepon web ditolak. Muat ulang halaman.",
};
const INCOMING = "Panggilan dari Sapa"; // who it is says the page, as far as it may: not every caller's number is to be seen
const ASK = { iceServers: [] };

export class Line extends EventTarget {
  #ua = null;
  #session = null;
  #retry = 0;
  #timer = 0;

  // `library`: JsSIP; `account`: () => Promise of {uri, password}, null when nobody is signed in; `microphone`: () => constraints;
  // `play`: (MediaStream | null) => void, for what the other side says.
  constructor({ library, account, microphone, play }) {
    super();
    this.sip = library;
    this.account = account;
    this.microphone = microphone;
    this.play = play;
    this.state = "off"; // off, connecting, ready, ringing, dialling, talking
    this.peer = "";
    this.since = 0; // when they began to talk, in ms
    this.message = "";
    this.muted = false;
  }

  async start() {
    this.#clear();
    this.#set("connecting");
    let account = null;
    try {
      account = await this.account();
    } catch {
      this.#again();
      return;
    }
    if (this.state !== "connecting") return; // switched off meanwhile
    if (!account) {
      this.stop(MESSAGES[ENDED]);
      return;
    }
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new this.sip.WebSocketInterface(`${scheme}://${location.host}/telepon/ws`);
    const ua = new this.sip.UA({
      sockets: [socket],
      uri: account.uri,
      password: account.password,
      session_timers: false,
      register_expires: 120,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 20,
    });
    this.#ua = ua;
    ua.on("registered", () => {
      this.#retry = 0;
      if (!this.#session) this.#set("ready");
    });
    ua.on("disconnected", ({ code }) => {
      if (this.#ua !== ua) return;
      if (MESSAGES[code]) this.stop(MESSAGES[code]);
      else if (!this.#session) this.#set("connecting");
    });
    ua.on("registrationFailed", () => {
      if (this.#ua === ua && !this.#session && ua.isConnected()) this.#again();
    });
    ua.on("newRTCSession", ({ session, originator }) => this.#take(session, originator));
    ua.start();
  }

  stop(message = "") {
    this.#clear();
    this.#set("off", message);
  }

  dial(number) {
    if (this.state !== "ready" || !/^[0-9*#+]{1,24}$/.test(number)) return;
    this.#ua.call(`sip:${number}@${this.#ua.configuration.uri.host}`, { mediaConstraints: this.microphone(), pcConfig: ASK });
  }

  answer() {
    if (this.state === "ringing") this.#session.answer({ mediaConstraints: this.microphone(), pcConfig: ASK });
  }

  hangUp() {
    if (this.#session && !this.#session.isEnded()) this.#session.terminate();
  }

  key(key) {
    if (this.state !== "talking" || !/^[0-9*#]$/.test(key)) return;
    this.#session.sendDTMF(key, { transportType: this.sip.C.DTMF_TRANSPORT.RFC2833, duration: 120, interToneGap: 70 });
  }

  mute(muted) {
    if (this.state !== "talking") return;
    if (muted) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
    this.muted = muted;
    this.#set("talking");
  }

  #take(session, originator) {
    if (this.#session) {
      session.terminate({ status_code: 486 });
      return;
    }
    this.#session = session;
    this.peer = originator === "remote" ? INCOMING : session.remote_identity.uri.user;
    let gathered = 0;
    session.on("icecandidate", ({ ready }) => {
      gathered = gathered || setTimeout(ready, LATEST_CANDIDATE_MS);
    });
    session.on("peerconnection", ({ peerconnection }) => this.#listen(peerconnection));
    if (session.connection) this.#listen(session.connection);
    session.on("accepted", () => {
      this.since = Date.now();
      this.#set("talking");
    });
    session.on("ended", () => this.#over(session, ""));
    session.on("failed", ({ cause, originator: by }) => this.#over(session, this.#why(cause, by)));
    this.#set(originator === "remote" ? "ringing" : "dialling");
  }

  #listen(connection) {
    connection.addEventListener("track", ({ track, streams }) => this.play(streams[0] ?? new MediaStream([track])));
  }

  #over(session, message) {
    if (this.#session !== session) return;
    this.#free();
    if (this.#ua.isConnected() && !this.#ua.isRegistered()) this.#ua.register();
    this.#set(this.#ua.isRegistered() ? "ready" : "connecting", message);
  }

  #free() {
    this.#session = null;
    this.peer = "";
    this.since = 0;
    this.muted = false;
    this.play(null);
  }

  #why(cause, by) {
    const { causes } = this.sip.C;
    if (cause === causes.USER_DENIED_MEDIA_ACCESS) return "Mikrofon tidak dapat dipakai. Periksa izin dan perangkatnya.";
    if (cause === causes.CANCELED || cause === causes.REJECTED || by === "local") return "";
    if (cause === causes.BUSY) return "Nomor yang dihubungi sedang sibuk.";
    return "Panggilan tidak tersambung.";
  }

  #again() {
    this.#clear();
    this.#set("connecting");
    this.#timer = setTimeout(() => this.start(), RETRY_MS[Math.min(this.#retry++, RETRY_MS.length - 1)]);
  }

  #clear() {
    clearTimeout(this.#timer);
    const ua = this.#ua;
    this.#ua = null;
    this.#free();
    ua?.stop();
  }

  #set(state, message = "") {
    this.state = state;
    this.message = message;
    this.dispatchEvent(new Event("change"));
  }
}
