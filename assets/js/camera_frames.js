// Pictures of one's own camera for the server's checks: two a second, by the clock of a Worker, so that a tab in the
// background sends, too. One is on its way at most; what would wait behind it is left out.
const EVERY_MS = 500, WIDTH = 640, HEIGHT = 480, QUALITY = 0.7, MOST_BYTES = 150_000, REST_MS = 10_000;
const CLOCK = `setInterval(() => postMessage(0), ${EVERY_MS})`;

export class CameraFrames {
  /** `track()`: the camera's live track or null; `changed()` is called after every change of `state`. */
  constructor(interviewId, track, changed = () => {}) {
    Object.assign(this, { address: `/api/v1/interviews/${interviewId}/frames`, track, changed, state: "off", number: 0, left: 0, isBusy: false, restsUntil: 0 });
  }
  start() {
    if (this.clock) return;
    const address = URL.createObjectURL(new Blob([CLOCK], { type: "text/javascript" }));
    this.clock = new Worker(address);
    URL.revokeObjectURL(address);
    this.clock.onmessage = () => this.turn();
  }
  stop() {
    this.clock?.terminate();
    this.clock = null;
    this.say("off");
  }
  say(state) { if (this.state !== state) { this.state = state; this.changed(); } }

  async turn() {
    if (this.isBusy) { this.left += 1; return; }
    if (Date.now() < this.restsUntil) return;
    const track = this.track();
    if (!track || track.readyState !== "live" || !track.enabled) return this.say("no_camera");
    this.isBusy = true;
    try {
      const jpeg = await this.picture(track);
      if (jpeg) await this.send(jpeg);
    } catch { /* the line is away: the next picture tells more than this one */ } finally { this.isBusy = false; }
  }
  async picture(track) {
    const source = await this.newest(track);
    if (!source) return null;
    const width = source.width || source.videoWidth, height = source.height || source.videoHeight;
    if (!width || !height) return null;
    const scale = Math.min(1, WIDTH / width, HEIGHT / height);
    const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
    canvas.getContext("2d", { alpha: false }).drawImage(source, 0, 0, canvas.width, canvas.height);
    source.close?.();
    const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return jpeg.size > MOST_BYTES ? null : jpeg;
  }
  /** Not from an element where the browser has another way: elements stand still in a tab that nobody looks at. */
  async newest(track) {
    if (globalThis.ImageCapture) {
      if (this.capture?.track !== track) this.capture = new ImageCapture(track);
      return this.capture.grabFrame();
    }
    if (this.shown !== track) {
      this.video ??= Object.assign(document.createElement("video"), { muted: true, playsInline: true });
      this.video.srcObject = new MediaStream([track]);
      this.shown = track;
      await this.video.play().catch(() => {});
    }
    return this.video.videoWidth ? this.video : null;
  }
  async send(jpeg) {
    const number = this.number;
    this.number += 1;
    const answer = await fetch(`${this.address}?number=${number}`, { method: "POST", headers: { "Content-Type": "image/jpeg" }, body: jpeg });
    if (answer.ok) {
      const { is_checked: isChecked, last } = await answer.json();
      this.number = Math.max(this.number, last + 1);
      return this.say(isChecked ? "on" : "unchecked");
    }
    if (answer.status !== 429) this.restsUntil = Date.now() + REST_MS;   // not now: not in the room yet, or it is over
  }
}
