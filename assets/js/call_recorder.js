// The recording of a call: this page records its own microphone and camera, never those of others. One per interview, owned
// by this module; pieces of some seconds wait in IndexedDB until the server has them, also those of a page that is gone.
import { newId } from "./ids.js";
import { roomCall } from "./call.js";
import { roomLine } from "./room_line.js";
import { callUploads } from "./call_uploads.js";

const SLICE_MS = 3000, WIDEST = 640, RATES = { videoBitsPerSecond: 300_000, audioBitsPerSecond: 32_000 };
const PICTURE = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"], SOUND = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const recorders = (globalThis.neurohireCallRecorders ??= new Map());

export function callRecorder(interviewId, viewer) {
  if (!recorders.has(interviewId)) recorders.set(interviewId, new CallRecorder(interviewId, viewer));
  return recorders.get(interviewId);
}
/** Before the page goes to where the interview ends: what was recorded is sent first, if that is soon done. */
export async function finishRecording(interviewId, milliseconds) {
  const recorder = recorders.get(interviewId);
  if (recorder) await Promise.race([recorder.finish(), new Promise((done) => setTimeout(done, milliseconds))]);
}

class CallRecorder {
  constructor(interviewId, viewer) {
    Object.assign(this, { plan: null, fault: "", key: "", take: null, listeners: new Set() });
    this.uploads = callUploads(interviewId, viewer);
    this.uploads.on((_, refused) => this.sent(refused));
    this.call = roomCall(interviewId, viewer);
    this.call.on(() => this.sync());
    roomLine(interviewId, viewer).onState((state) => { this.plan = state.recording ?? null; this.sync(); });
    addEventListener("pagehide", () => this.stop());
  }
  /** `listener(recorder)` after every change. */
  on(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  tell() { this.listeners.forEach((listener) => listener(this)); }
  get isRecording() { return Boolean(this.take); }

  wanted() {
    const { plan, call: { state, media } } = this;
    if (!plan?.is_on || state !== "in" || this.fault) return [];
    return [plan.sound && media.track("audio"), plan.picture && media.track("video")].filter(Boolean);
  }
  /** A file holds the tracks it began with: with others another begins. */
  sync() {
    const tracks = this.wanted(), key = tracks.map((track) => track.id).join();
    if (key === this.key) return this.tell();
    this.stop();
    this.key = key;
    if (tracks.length) this.start(tracks);
    this.tell();
  }
  start(tracks) {
    const types = tracks.some((track) => track.kind === "video") ? PICTURE : SOUND;
    const mimeType = typeof MediaRecorder === "undefined" ? "" : types.find((type) => MediaRecorder.isTypeSupported(type));
    if (!mimeType) { this.fault = "unsupported"; return; }
    const copies = [], kept = tracks.map((track) => narrowed(track, copies));
    const recorder = new MediaRecorder(new MediaStream(kept), { mimeType, ...RATES });
    const take = { id: newId(), began: Date.now(), at: performance.now(), pieces: 0, kept: Promise.resolve(), recorder, copies };
    recorder.ondataavailable = ({ data }) => { if (data.size) this.keep(take, data); };
    take.ended = new Promise((done) => { recorder.onstop = done; });
    recorder.onerror = () => { if (this.take === take) this.key = ""; };
    recorder.start(SLICE_MS);
    this.take = take;
  }
  /** A piece that this device cannot keep leaves a gap, which the report shows. */
  keep(take, data) {
    const seq = take.pieces++, about = { began: take.began, until: (performance.now() - take.at) / 1000 };
    take.kept = take.kept.then(() => this.uploads.add(take.id, 0, seq, data, about)).catch(() => {});
  }
  stop() {
    const { take } = this;
    Object.assign(this, { take: null, key: "" });
    if (take) this.closing = this.close(take);
  }
  async close(take) {
    if (take.recorder.state !== "inactive") take.recorder.stop();
    await take.ended;
    take.copies.forEach((track) => track.stop());
    await take.kept;
    const body = new Blob([JSON.stringify({ pieces: take.pieces })], { type: "application/json" });
    if (take.pieces) await this.uploads.add(take.id, 0, take.pieces, body, { end: true, method: "POST" }).catch(() => {});
  }
  async finish() {
    this.stop();
    await this.closing;
    await this.uploads.whenSent();
  }
  /** A full server: recording rests until it takes a piece again. One that wants nothing more: it is over for this page. */
  sent(refused) {
    const before = this.fault;
    if (refused && [404, 409, 422].includes(refused.status) && this.take?.id === refused.recording) this.fault = "refused";
    else if (this.uploads.code === "recording_full") this.fault ||= "full";
    else if (this.fault === "full") this.fault = "";
    if (this.fault !== before) this.sync();
    this.tell();
  }
}

/** Wide pictures are recorded from a narrower copy; the others see the picture as it is. */
function narrowed(track, copies) {
  if (track.kind !== "video" || (track.getSettings().width ?? 0) <= WIDEST) return track;
  const copy = track.clone();
  copy.applyConstraints({ width: { max: WIDEST } }).catch(() => {});
  copies.push(copy);
  return copy;
}
