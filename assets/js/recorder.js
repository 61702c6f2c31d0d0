// Recording of spoken answers: one per interview, owned by this module, so that neither a re-mount nor a restart of the
// server ends it. A take is an id made here and numbered chunks in the upload queue; its end is queued behind them.
import { newId } from "./ids.js";
import { openUploads } from "./upload_queue.js";

const SLICE_MS = 3000, LEVEL_MS = 80;
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const recorders = (globalThis.neurohireRecorders ??= new Map());

export function openRecorder(interviewId) {
  if (!recorders.has(interviewId)) recorders.set(interviewId, new Recorder(interviewId));
  return recorders.get(interviewId);
}

/** What this browser can do: "", or why not (insecure: needs https; unsupported). */
export function recordingObstacle() {
  if (!navigator.mediaDevices?.getUserMedia) return isSecureContext ? "unsupported" : "insecure";
  return typeof MediaRecorder === "undefined" ? "unsupported" : "";
}
/** A media error as one of our words. */
export function mediaFault(error) {
  if (error?.name === "NotAllowedError" || error?.name === "SecurityError") return "denied";
  return error?.name === "NotFoundError" || error?.name === "OverconstrainedError" ? "missing" : "busy";
}

class Recorder {
  constructor(interviewId) {
    const base = `/api/v1/interviews/${interviewId}/recordings`;
    Object.assign(this, { interviewId, state: "idle", fault: recordingObstacle(), level: 0, seconds: 0, takes: {}, ended: {} });
    this.listeners = new Set();
    this.uploads = openUploads(interviewId, {
      url: ({ recording, seq, end, question, follow_up }) =>
        `${base}/${recording}/` + (end ? "end" : `chunks/${seq}?question=${encodeURIComponent(question)}&follow_up=${follow_up}`),
    });
    this.note = `nh-recording-${interviewId}`;
    this.interrupted = sessionStorage.getItem(this.note) ?? "";   // a reload in the middle: what was said is kept
    sessionStorage.removeItem(this.note);
  }
  on(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  tell() { this.listeners.forEach((listener) => listener(this)); }
  get isOn() { return this.state === "recording" || this.state === "paused"; }
  /** Seconds kept of this question on this page. */
  kept(key) { return this.takes[key] ?? 0; }
  /** Ids of the takes of this question that were ended on this page. */
  endedTakes(key) { return this.ended[key] ?? []; }

  async start(question, followUp) {
    if (this.state !== "idle") return;
    this.fault = recordingObstacle();
    if (this.fault) return this.tell();
    this.set("asking");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch (error) {
      this.fault = mediaFault(error);
      return this.set("idle");
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = (this.recorder = new MediaRecorder(this.stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 48_000 }));
    const take = (this.take = { id: newId(), question, followUp, key: `${question}/${followUp}`, chunks: 0, kept: Promise.resolve() });
    recorder.ondataavailable = ({ data }) => { if (data.size) this.keep(take, data); };
    recorder.onstop = () => take.done?.();
    this.stream.getTracks().forEach((track) => (track.onended = () => { this.fault = "lost"; this.stop(); }));
    recorder.start(SLICE_MS);
    sessionStorage.setItem(this.note, take.key);
    this.interrupted = "";
    this.measure();
    this.set("recording");
  }
  keep(take, data) {
    const seq = take.chunks++;
    take.kept = take.kept.then(() => this.uploads.add(take.id, 0, seq, data, { question: take.question, follow_up: take.followUp }));
  }
  pause() { if (this.state === "recording") { this.recorder.pause(); this.set("paused"); } }
  resume() { if (this.state === "paused") { this.recorder.resume(); this.set("recording"); } }

  /** Resolves when every chunk is safe on this device; sending goes on behind. */
  async stop() {
    if (!this.isOn) return;
    const { take, recorder } = this;
    this.set("stopping");
    if (recorder.state !== "inactive") await new Promise((done) => { take.done = done; recorder.stop(); });
    clearInterval(this.meter);
    this.audio?.close();
    this.stream.getTracks().forEach((track) => { track.onended = null; track.stop(); });
    await take.kept.catch(() => {});
    if (take.chunks) {
      const body = new Blob([JSON.stringify({ chunks: take.chunks })], { type: "application/json" });
      await this.uploads.add(take.id, 0, take.chunks, body, { end: true, method: "POST" }).catch(() => {});
    }
    this.takes[take.key] = this.kept(take.key) + this.seconds;
    if (take.chunks) this.ended[take.key] = [...this.endedTakes(take.key), take.id];
    sessionStorage.removeItem(this.note);
    Object.assign(this, { level: 0, seconds: 0 });
    this.set("idle");
  }
  measure() {
    const audio = (this.audio = new AudioContext()), analyser = audio.createAnalyser(), samples = new Float32Array(1024);
    audio.createMediaStreamSource(this.stream).connect(analyser);
    let last = performance.now();
    this.seconds = 0;
    this.meter = setInterval(() => {
      const now = performance.now();
      if (this.state === "recording") this.seconds += (now - last) / 1000;
      last = now;
      analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      this.level = this.state === "recording" ? Math.min(1, loudness * 6) : 0;
      this.tell();
    }, LEVEL_MS);
  }
  set(state) { this.state = state; this.tell(); }
}
