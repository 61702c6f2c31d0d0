// One's own camera in an interview taken alone: a picture for oneself, pictures for the server's checks, or both.
import { CameraFrames } from "./camera_frames.js";

const SMALL = { width: 320, height: 240 }, CHECKED = { width: 640, height: 480 };

export class OwnCamera {
  /** `changed()` is called after every change of `hasFault` or `sign`. */
  constructor(interviewId, changed = () => {}) {
    Object.assign(this, { changed, hasFault: false, isShown: false, isWatched: false, video: null });
    this.frames = new CameraFrames(interviewId, () => this.stream?.getVideoTracks()[0] ?? null, changed);
    this.plugged = () => { if (this.hasFault) { this.fault(false); this.open(); } };
    navigator.mediaDevices?.addEventListener("devicechange", this.plugged);
  }
  /** What the person reads of the checks: not_watched, watched, no_camera or no_checks. */
  get sign() {
    if (!this.isWatched) return "not_watched";
    return this.hasFault ? "no_camera" : { no_camera: "no_camera", unchecked: "no_checks" }[this.frames.state] ?? "watched";
  }
  /** Opens the camera as soon as it is wanted for anything, and lets go of it when it is not; `video` shows it. */
  async follow({ isShown, isWatched, video = null }) {
    Object.assign(this, { isShown, isWatched, video });
    if (!isShown && !isWatched) return this.stop();
    if (isWatched) this.frames.start(); else this.frames.stop();
    if (!this.hasFault) await this.open();
    this.changed();
  }
  async open() {
    try {
      this.opening ??= navigator.mediaDevices.getUserMedia({ video: this.isWatched ? CHECKED : SMALL });
      const stream = await this.opening;
      if (!this.isShown && !this.isWatched) return this.release(stream);   // not wanted any more when it came
      if (this.stream !== stream) this.take(stream);
      if (this.video && this.video.srcObject !== stream) this.video.srcObject = stream;
    } catch {                                              // no camera: nothing is missing for the interview
      this.opening = null;
      this.fault(true);
    }
  }
  take(stream) {
    this.stream = stream;
    stream.getVideoTracks()[0].onended = () => { this.release(stream); this.fault(true); };   // unplugged, or taken back
  }
  fault(is) { if (this.hasFault !== is) { this.hasFault = is; this.changed(); } }
  release(stream) {
    for (const track of stream?.getTracks() ?? []) track.stop();
    if (this.stream === stream) this.stream = null;
    this.opening = null;
  }
  stop() {
    this.isShown = this.isWatched = false;
    this.frames.stop();
    if (this.stream) this.release(this.stream);
  }
  /** For good. */
  end() {
    this.stop();
    navigator.mediaDevices?.removeEventListener("devicechange", this.plugged);
  }
}
