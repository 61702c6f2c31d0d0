// Camera, microphone, speaker and screen of this page; `local` and `deck` are what the others know our two streams by. A
// missing or denied device is a fault with a name, never an obstacle: whoever has neither still hears and sees the others.
const KEPT = "nh-devices", MEND_MS = 10_000, MENDS = 4;
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };
const NAMES = { audio: "microphone", video: "camera" };

export class CallMedia {
  constructor(changed) {
    Object.assign(this, { changed, local: new MediaStream(), deck: new MediaStream(), screen: null, isMuted: false, turn: 0, mends: {}, faults: {}, devices: [] });
    this.chosen = kept();                                  // {audio, video, speaker}: ids of devices
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.list());
  }
  track(kind) { return this.local.getTracks().find((track) => track.kind === kind && track.readyState === "live") ?? null; }
  kinds() { return { [this.local.id]: "camera", ...(this.screen && { [this.deck.id]: "screen" }) }; }
  /** What the others show at our picture. */
  state() { return { microphone: Boolean(this.track("audio")) && !this.isMuted, camera: Boolean(this.track("video")), screen: Boolean(this.screen) }; }

  /** Both at once, so that the browser asks once; else one by one, so that one missing does not take the other away. */
  async open({ audio = true, video = true } = {}) {
    const turn = this.turn;
    const wanted = ["audio", "video"].filter((kind) => ({ audio, video })[kind] && !this.track(kind));
    if (!wanted.length) return;
    if (wanted.length === 2) {
      try { return this.keep(await this.ask(wanted), turn); } catch { /* one by one */ }
    }
    for (const kind of wanted) {
      try { this.keep(await this.ask([kind]), turn); } catch (error) { this.faults[kind] = deviceFault(error); }
    }
    this.changed();
  }
  async ask(kinds) {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", isSecureContext ? "NotSupportedError" : "InsecureError");
    const chosen = Object.fromEntries(kinds.map((kind) => [kind, this.constraints(kind, "ideal")]));
    return navigator.mediaDevices.getUserMedia(chosen);
  }
  constraints(kind, how) { return { ...(kind === "audio" ? SOUND : PICTURE), ...(this.chosen[kind] && { deviceId: { [how]: this.chosen[kind] } }) }; }
  keep(stream, turn = this.turn) {
    const tracks = stream.getTracks();
    if (turn !== this.turn) return tracks.forEach((track) => track.stop());   // hung up while the browser asked
    for (const track of tracks) {
      this.drop(track.kind);
      this.faults[track.kind] = "";
      track.onended = () => this.mend(track);
      if (track.kind === "audio") track.enabled = !this.isMuted;
      this.local.addTrack(track);
    }
    for (const track of tracks) {                          // all are there before anybody is told
      this.changed(track.kind);
      if (track.readyState === "ended") this.mend(track);
    }
    this.list();
  }
  /** Unplugged, or taken away at once: right after a reload the browser may still be letting go of the device. */
  async mend(track) {
    const { kind } = track;
    if (!this.local.getTracks().includes(track)) return;
    this.drop(kind);
    const { turn } = this, tries = (this.mends[kind] = [...(this.mends[kind] ?? []).filter((at) => Date.now() - at < MEND_MS), Date.now()]);
    this.changed(kind);
    if (tries.length <= MENDS) {
      if (tries.length > 1) await new Promise((done) => setTimeout(done, 400 * tries.length));
      if (turn !== this.turn || this.track(kind)) return;
      await this.open({ audio: kind === "audio", video: kind === "video" });
    }
    if (!this.track(kind)) this.faults[kind] ||= "lost";
    this.changed(kind);
  }
  /** Some ends are not told. */
  look() { for (const track of this.local.getTracks()) if (track.readyState === "ended") this.mend(track); }
  drop(kind) {
    for (const track of this.local.getTracks().filter((one) => one.kind === kind)) { track.onended = null; track.stop(); this.local.removeTrack(track); }
  }

  async setMuted(isMuted) {
    this.isMuted = isMuted;
    if (!isMuted && !this.track("audio")) await this.open({ video: false });
    for (const track of this.local.getAudioTracks()) track.enabled = !isMuted;
    this.changed();
  }
  /** Off is off: the device is let go, its light goes out. */
  async setCamera(isOn) {
    if (isOn) await this.open({ audio: false });
    else { this.drop("video"); this.faults.video = ""; }
    this.changed("video");
  }
  /** `kind`: audio, video or speaker. The old device stays in use when the new one cannot be had. */
  async choose(kind, deviceId) {
    const before = this.chosen[kind];
    this.chosen[kind] = deviceId;
    if (kind !== "speaker" && (kind === "audio" || this.track("video"))) {
      try { this.keep(await navigator.mediaDevices.getUserMedia({ [kind]: this.constraints(kind, "exact") })); } catch (error) {
        this.chosen[kind] = before;
        this.faults[kind] = deviceFault(error);
      }
    }
    localStorage.setItem(KEPT, JSON.stringify(this.chosen));
    this.changed();
  }
  async list() {
    const found = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
    this.devices = found.filter((one) => one.deviceId).map(({ kind, deviceId, label }) => ({ kind, deviceId, label }));
    this.changed();
  }

  /** The browser asks what to share; with its sound where it can. Ends also by the browser's own bar. */
  async share() {
    this.faults.screen = "";
    try {
      this.screen = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: true, systemAudio: "include", selfBrowserSurface: "exclude" });
    } catch (error) {                                      // called off by the person: nothing to say
      if (error.name !== "NotAllowedError" || /system/i.test(error.message)) this.faults.screen = navigator.mediaDevices?.getDisplayMedia ? deviceFault(error) : "unsupported";
      return this.changed();
    }
    const { screen } = this, [picture] = screen.getVideoTracks();
    picture.contentHint = "detail";                        // text stays sharp, at the price of fewer pictures a second
    picture.onended = () => { if (this.screen === screen) this.unshare(); };
    this.changed("screen");
  }
  unshare() {
    const tracks = this.screen?.getTracks() ?? [];
    this.screen = null;
    this.changed("screen");
    for (const track of tracks) { track.onended = null; track.stop(); }
  }
  close() {
    this.turn += 1;
    if (this.screen) this.unshare();
    for (const kind of ["audio", "video"]) this.drop(kind);
  }
  /** "": all is well; else which of our texts says it: fault_denied, fault_missing, … */
  fault(kind) { return this.faults[kind] ? `${NAMES[kind] ?? "screen"}_${this.faults[kind]}` : ""; }
}

/** A media error as one of our words. */
export function deviceFault(error) {
  if (error?.name === "InsecureError") return "insecure";
  if (error?.name === "NotSupportedError" || error?.name === "TypeError") return "unsupported";
  if (error?.name === "NotAllowedError" || error?.name === "SecurityError") return /system/i.test(error.message) ? "denied_system" : "denied";
  return error?.name === "NotFoundError" || error?.name === "OverconstrainedError" ? "missing" : "busy";
}
/** Whose buttons the words on a denied device are about. */
export function browserName() {
  const agent = navigator.userAgent;
  if (/firefox/i.test(agent)) return "firefox";
  return /safari/i.test(agent) && !/chrom(e|ium)|android/i.test(agent) ? "safari" : "chromium";
}
function kept() { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; } }
/**
 * Whether the browser gives these devices without asking. Only then it also tells our own addresses at once; a connection
 * that was made before would have names in their place that not every network resolves.
 */
export async function isGranted({ audio, video }) {
  const names = [audio && "microphone", video && "camera"].filter(Boolean);
  try {
    const states = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return names.length > 0 && states.every(({ state }) => state === "granted");
  } catch { return false; }
}
