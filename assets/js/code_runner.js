// Runs programs of candidates in a closed-off frame of this page; belongs to this module, one for the whole page.
// The frame (assets/sandbox) has an opaque origin and no network; the files Python needs are handed to it from here,
// because a frame without an origin has no cache of its own.
import { newId } from "./ids.js";

const PING_MS = 2000, SILENT_PINGS = 10, PREFIX = "/sandbox/files/";
const HOST = () => globalThis.path_prefix ?? "";
export const RUNNABLE = { python: "Python", javascript: "JavaScript" };
export const DEFAULT_SECONDS = 10;

/** The one runner of this page. */
export const openRunner = () => (globalThis.neurohireRunner ??= new Runner());
/** "python" or "javascript" when programs of this language run here, else "". */
export const runnable = (language) => ({ python: "python", javascript: "javascript", js: "javascript" })[String(language ?? "").toLowerCase()] ?? "";

class Runner {
  constructor() {
    Object.assign(this, { state: "off", language: "", run: null, readyMs: null, silentPings: SILENT_PINGS, listeners: new Set() });
    addEventListener("message", (event) => this.hear(event));
  }

  /** Told at every change of `state`: off, loading, ready, running, unable. Returns what ends it. */
  onChange(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  setState(state) { if (this.state !== state) { this.state = state; for (const listener of this.listeners) listener(this); } }

  /** Starts what a run of this language needs, so that Run is quick. */
  preload(language) {
    this.language = runnable(language) || this.language;
    if (!this.language || this.run) return;
    this.open();
    if (this.warmed !== this.language) { this.warmed = this.language; this.setState("loading"); this.post({ type: "warm", language: this.language }, this.language); }
  }

  /**
   * job: {language, files: {name: text}, entry, stdin, seconds, cases}; `on` takes events: {type: "started"},
   * {type: "output", parts: [{kind, text}]}, {type: "case", index, …}. Resolves with {ok, error, hint, seconds, truncated}.
   */
  start(job, on = () => {}) {
    if (this.run) return Promise.resolve({ ok: false, error: "busy" });
    this.open();
    this.warmed = "";
    const id = newId(), { seconds = DEFAULT_SECONDS, ...rest } = { ...job, language: runnable(job.language) };
    return new Promise((done) => {
      this.run = { id, on, done, language: rest.language, unanswered: 0 };
      this.setState("running");
      this.post({ type: "run", id, job: rest, seconds }, rest.language);
      this.run.timer = setInterval(() => this.listen(), PING_MS);
    });
  }
  stop() { if (this.run) this.post({ type: "stop", id: this.run.id }); }

  // -- the frame --------------------------------------------------------------------
  open() {
    if (this.frame) return;
    this.nonce = newId();
    const frame = (this.frame = document.createElement("iframe"));
    frame.setAttribute("sandbox", "allow-scripts");
    frame.setAttribute("aria-hidden", "true");
    Object.assign(frame, { title: "Sandbox", tabIndex: -1, src: `${HOST()}/sandbox/run#${this.nonce}` });
    frame.style.cssText = "position:absolute;width:0;height:0;border:0;visibility:hidden";
    this.files = this.python = null;
    this.line = new Promise((hello) => { this.hello = hello; });
    document.body.append(frame);
  }
  close() { this.frame?.remove(); this.frame = null; this.warmed = ""; }
  /** In order; Python's files go before the first message that needs them. */
  post(message, language = "") {
    const frame = this.frame;
    this.line = this.line?.then(async () => {
      if (language === "python") await (this.python ??= this.givePython(frame));
      this.send(frame, message);
    }).catch((error) => this.unable(frame, error));
  }
  send(frame, message, transfer = []) {
    if (frame === this.frame) frame?.contentWindow?.postMessage({ nonce: this.nonce, ...message }, "*", transfer);   // an opaque origin has no name
  }
  /** By the page, which has a cache. */
  async givePython(frame) {
    const read = await Promise.all(Object.entries(this.files).map(async ([name, path]) => {
      if (!String(path).startsWith(PREFIX)) throw new Error("not a file of the sandbox");
      const answer = await fetch(HOST() + path);
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return [name, await (["wasm", "stdlib"].includes(name) ? answer.arrayBuffer() : answer.text())];
    }));
    const parts = Object.fromEntries(read);
    this.send(frame, { type: "parts", ...parts }, [parts.wasm, parts.stdlib]);
  }
  unable(frame, error) {
    if (frame !== this.frame) return;
    console.warn("programs cannot run here", error);
    this.close();                                          // the next try begins anew
    if (this.run) this.finish({ error: "unable" });
    this.setState("unable");
  }

  hear({ data, source, origin }) {
    if (!this.frame || source !== this.frame.contentWindow || origin !== "null" || data?.nonce !== this.nonce) return;
    if (data.type === "hello" && !this.files) { this.files = data.files ?? {}; return this.hello(); }
    if (this.run) this.run.unanswered = 0;
    if (data.type === "ready") { this.readyMs = Math.round(data.ms); if (!this.run) this.setState("ready"); }
    else if (data.type === "unable") this.unable(this.frame, data.message);
    else if (data.id === undefined || data.id !== this.run?.id) return;
    else if (data.type === "finished") this.finish(data);
    else if (["started", "output", "case"].includes(data.type)) this.run.on(data);
  }

  /** A program that used up the memory takes its frame along: nobody else is hurt, a new frame is made. */
  listen() {
    if (!this.files) return;                               // still on its way
    this.send(this.frame, { type: "ping" });
    this.run.unanswered += 1;
    if (this.run.unanswered < this.silentPings) return;
    this.close();
    this.finish({ error: "gone" });
  }

  finish({ error = "", hint = "", seconds = 0, truncated = false, index = null }) {
    const { done, timer, language } = this.run;
    clearInterval(timer);
    this.run = null;
    this.setState("off");
    done({ ok: !error, error, hint, seconds, truncated, index });
    if (error !== "unable") setTimeout(() => this.preload(language));
  }
}
