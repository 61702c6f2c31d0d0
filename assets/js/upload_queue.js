// Recorded chunks stay in IndexedDB until the server has them: numbered, in order, across reloads and lost networks.
import { LocalStore } from "./local_store.js";
import { trackWork } from "./work.js";

const queues = (globalThis.neurohireUploads ??= new Map());
const SIGNED_OUT = { 401: "signed_out", 403: "no_right" };
const FINAL = [400, 404, 409, 410, 413, 415, 422];             // trying again cannot help

/**
 * `name`: one queue per name (the interview). `url`: "/api/…/{recording}/{take}/{seq}", or a function of the chunk (with
 * what add() was told about it). `headers`: sent with each chunk. `isQuiet`: not counted by the page's chip and banner.
 * A chunk is PUT with X-Content-SHA256 (hex) until 2xx, or 409 with the code "already"; another final answer gives it up
 * and tells the listeners.
 */
export function openUploads(name, options) {
  if (!queues.has(name)) queues.set(name, new UploadQueue(name, options));
  return queues.get(name);
}

class UploadQueue {
  constructor(name, { url, headers = {}, isQuiet = false }) {
    Object.assign(this, { name, url, headers, waiting: 0, bytes: 0, state: "idle", savedAt: null, tries: 0, code: "" });
    this.listeners = new Set();
    this.store = new LocalStore(`nh-uploads-${name}`, { chunks: { keyPath: ["recording", "take", "seq"] } });
    this.tellWork = isQuiet ? () => {} : trackWork(this);
    addEventListener("online", () => this.wake());
    addEventListener("nh-online", () => this.wake());
    this.count().then(() => this.run());
  }
  /** `listener(queue, refused?)` after every change; `refused` = {recording, take, seq, status} of a chunk given up. */
  on(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  changed(refused) { this.tellWork(); this.listeners.forEach((listener) => listener(this, refused)); }

  /** Resolves once the chunk is safe on this device. `about`: more facts for the address; `method`, if not PUT. */
  async add(recording, take, seq, blob, about = {}) {
    const data = await blob.arrayBuffer();
    await this.store.put("chunks", { ...about, recording, take, seq, data, type: blob.type });
    await this.count();
    this.wake();
  }
  /** Resolves when no chunk of this recording (or of any) waits; the answer may then be submitted. */
  async whenSent(recording) {
    while ((await this.pending()).some((chunk) => recording === undefined || chunk.recording === recording)) {
      await new Promise((done) => { const off = this.on(() => { off(); done(); }); });
    }
  }
  async pending() {
    const chunks = await this.store.all("chunks");
    return chunks.sort((a, b) => (a.recording < b.recording ? -1 : a.recording > b.recording ? 1 : a.take < b.take ? -1 : a.take > b.take ? 1 : a.seq - b.seq));
  }
  async count() {
    const chunks = await this.store.all("chunks").catch(() => []);
    this.waiting = chunks.length;
    this.bytes = chunks.reduce((sum, chunk) => sum + chunk.data.byteLength, 0);
    this.changed();
  }
  wake() { this.tries = 0; this.nudge?.(); }

  /** One tab at a time sends; the other waits for its turn. */
  run() {
    if (!navigator.locks) return this.loop();
    return navigator.locks.request(`nh-uploads-${this.name}`, () => this.loop());
  }
  async loop() {
    for (;;) {
      const [chunk] = await this.pending().catch(() => []);
      if (!chunk) { this.set("idle"); await this.sleep(60_000); continue; }
      this.set("sending");
      const status = await this.put(chunk);
      if (status >= 200 && status < 300) this.code = "";
      if (status >= 200 && status < 300) { this.savedAt = new Date(); await this.forget(chunk); }
      else if (FINAL.includes(status)) await this.forget(chunk, status);
      else { this.set(SIGNED_OUT[status] ?? "waiting"); await this.sleep(Math.min(8000, 1000 * 2 ** this.tries++) * (0.7 + Math.random() * 0.6)); }
    }
  }
  set(state) { if (this.state !== state) { this.state = state; this.changed(); } }
  /** Why the server takes nothing for now. */
  said(code = "") { if (this.code !== code) { this.code = code; this.changed(); } }
  sleep(ms) { return new Promise((done) => { this.nudge = done; setTimeout(done, ms); }); }
  async forget({ recording, take, seq }, status) {
    this.tries = 0;
    await this.store.remove("chunks", [recording, take, seq]);
    await this.count();
    if (status) this.changed({ recording, take, seq, status });
  }
  async put(chunk) {
    const url = typeof this.url === "function" ? this.url(chunk) : this.url.replace(/\{(\w+)\}/g, (_, part) => encodeURIComponent(chunk[part]));
    const headers = { "content-type": chunk.type || "application/octet-stream", ...this.headers };
    if (crypto.subtle) headers["x-content-sha256"] = hex(await crypto.subtle.digest("SHA-256", chunk.data));
    try {
      const answer = await fetch(url, { method: chunk.method ?? "PUT", body: chunk.data, headers, signal: AbortSignal.timeout(30_000), redirect: "error" });
      if (answer.status === 503) this.said((await answer.json().catch(() => ({}))).code);
      if (answer.status === 409 && (await answer.json().catch(() => ({}))).code === "already") return 200;
      return answer.status;
    } catch { return 0; }
  }
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
