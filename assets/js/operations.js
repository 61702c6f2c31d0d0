// The operation socket: what a person types or says stays in IndexedDB until the server has committed and acknowledged it.
// It belongs to this module, once per interview and document: neither a re-mount nor a restart of the server ends it.
import { newId } from "./ids.js";
import { LocalStore } from "./local_store.js";
import { trackWork } from "./work.js";

const PING_MS = 1000, DRAFT_MS = 1000;
const DOUBT_MS = 2500, SILENCE_MS = 5000;                  // nothing heard: told within 5 s (+ 1 s ping + 0.8 s banner); the line given up
const LISTENED_MS = 1500;                                  // of the time between two pings, at most
const PATIENT_TRIES = 3;                                   // a machine so busy that it answers late must get through some day
const RETRY_MS = 2000;                                     // the server could not store it: its database is away
const PER_SECOND = 20, BURST = 30;                         // the server allows 30 a second; pings and other tabs need room
const FINAL = { 4401: "signed_out", 4403: "no_right", 4409: "replaced", 4410: "removed" };
const interviews = (globalThis.neurohireInterviews ??= new Map());

/**
 * One connection per interview and role of this page. Options: `as` (who speaks, keeps the queues of two roles in one
 * browser apart), `owner` (the same for two colleagues who share a browser: nobody sends what another wrote), `since` (entries after this number are wanted), `path` (of the socket).
 */
export function openInterview(interviewId, options = {}) {
  const key = `${interviewId}/${options.as ?? ""}`;
  if (!interviews.has(key)) interviews.set(key, new Interview(interviewId, options));
  return interviews.get(key);
}

class Interview {
  constructor(id, { as = "", owner = "", since = 0, path = `/ws/interviews/${id}` }) {
    Object.assign(this, { id, as, since, path, page: newId(), queue: [], tries: 0, strikes: 0 });
    Object.assign(this, { state: "reconnecting", lastSavedAt: null, clockOffset: 0, bestTrip: Infinity, tokens: BURST });
    this.listeners = new Map();
    this.drafts = new Map();                               // key -> {kind, body} not yet in the queue
    this.draftTimers = new Map();
    this.outcomes = new Map();                             // client_seq -> resolve of send()
    this.store = new LocalStore(`nh-operations-${id}-${as}${owner && `-${owner}`}`, {
      operations: { keyPath: "client_seq", autoIncrement: true }, drafts: { keyPath: "key" }, about: { keyPath: "name" },
    });
    this.tellWork = trackWork(this);
    this.ready = this.load();
    this.ready.then(() => this.connect());
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.setState("offline"));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flushDrafts() : this.hurry()));
    addEventListener("pagehide", () => this.flushDrafts());
  }

  get waiting() { return this.queue.length + this.drafts.size; }
  get savedAt() { return this.lastSavedAt; }
  get isFinal() { return ["signed_out", "no_right", "replaced", "removed"].includes(this.state); }
  /** The server's time, as far as the pongs tell. */
  serverNow() { return new Date(Date.now() + this.clockOffset); }

  /** `type`: change, entry, refused, welcome, signal or any other message type of the server. Returns a function that ends it. */
  on(type, listener) {
    if (!this.listeners.has(type)) this.listeners.set(type, new Set());
    this.listeners.get(type).add(listener);
    return () => this.listeners.get(type).delete(listener);
  }
  tell(type, value) {
    for (const listener of this.listeners.get(type) ?? []) {
      try { listener(value); } catch (error) { console.error(error); }   // one view's fault must not stop the others
    }
  }
  changed() { this.tellWork(); this.tell("change", this); }
  setState(state) { if (this.state !== state && !this.isFinal) { this.state = state; this.changed(); } }

  /** Queues an operation. Resolves with {ok: true, seq} once committed or {ok: false, code, message}; never rejects. */
  async send(kind, body = {}) {
    await this.flushDrafts();                              // what was typed before comes before
    const operation = await this.enqueue(kind, body);
    return new Promise((done) => this.outcomes.set(operation.client_seq, done));
  }
  async enqueue(kind, body, draftKey = undefined) {
    await this.ready;
    const operation = { client_id: this.clientId, kind, body, draftKey };
    try {
      operation.client_seq = await this.store.add("operations", operation);
    } catch {                                              // the disk is full: at least this page still holds it
      operation.client_id = this.page;
      operation.client_seq = this.pageSeq = (this.pageSeq ?? 1e9) + 1;
    }
    this.queue.push(operation);
    this.changed();
    setTimeout(() => this.pump());
    return operation;
  }

  /** Latest wins: the whole text again and again, sent at most once a second, kept in the browser at every change. */
  draft(kind, key, body) {
    this.drafts.set(key, { kind, body });
    this.store.put("drafts", { key, kind, body }).catch(() => {});
    if (!this.draftTimers.has(key)) {
      const wait = Math.max(0, (this.lastDraft?.get(key) ?? 0) + DRAFT_MS - Date.now());
      this.draftTimers.set(key, setTimeout(() => this.flushDraft(key), wait));
    }
    this.changed();
  }
  /** The newest text of this key that the server has not acknowledged yet, or undefined. */
  async unsavedDraft(key) {
    await this.ready;
    return (this.drafts.get(key) ?? this.queue.findLast((operation) => operation.draftKey === key))?.body;
  }
  /** Before submitting: everything typed is in the queue, in order. */
  async flushDrafts() { await Promise.all([...this.drafts.keys()].map((key) => this.flushDraft(key))); }
  async flushDraft(key) {
    const draft = this.drafts.get(key);
    clearTimeout(this.draftTimers.get(key));
    this.draftTimers.delete(key);
    if (!draft) return;
    (this.lastDraft ??= new Map()).set(key, Date.now());
    for (const old of this.queue.filter((operation) => operation.draftKey === key && !operation.sent)) this.drop(old, { ok: true, replaced: true });
    this.drafts.delete(key);
    await this.enqueue(draft.kind, draft.body, key);
    if (!this.drafts.has(key)) await this.store.remove("drafts", key).catch(() => {});
  }

  /** Not kept and not acknowledged: for the call. */
  signal(body) { return this.post({ type: "signal", ...body }); }

  /** The other tab had it; this one writes again. */
  takeOver() {
    if (this.state !== "replaced") return;
    this.state = "reconnecting";
    this.changed();
    this.connect();
  }

  // -- the line ------------------------------------------------------------------
  async load() {
    try {
      const [about] = await this.store.all("about");
      this.clientId = about?.value ?? newId();
      if (!about) await this.store.put("about", { name: "client_id", value: this.clientId });
      this.queue = await this.store.all("operations");     // also what an earlier page of this browser left
      for (const { key, kind, body } of await this.store.all("drafts")) { this.drafts.set(key, { kind, body }); setTimeout(() => this.flushDraft(key)); }
    } catch {
      this.clientId ??= newId();
    }
    this.changed();
  }

  connect() {
    clearTimeout(this.retry);
    if (this.socket || this.isFinal) return;
    const host = location.origin.replace(/^http/, "ws") + (window.path_prefix ?? "");
    const query = new URLSearchParams({ page: this.page, ...(this.as && { as: this.as }) });
    const socket = (this.socket = new WebSocket(`${host}${this.path}?${query}`));
    this.quiet = 0;
    this.beatAt = Date.now();
    this.pulse = setInterval(() => this.beat(), PING_MS);
    socket.onopen = () => {
      for (const operation of this.queue) operation.sent = false;
      this.tokens = BURST;
      this.post({ type: "hello", since: this.since, page: this.page });
      this.ping();
    };
    socket.onmessage = (event) => { this.quiet = 0; this.receive(JSON.parse(event.data)); };
    socket.onclose = (event) => this.lost(event.code);
  }
  /**
   * A server that only stalls is waited for on the same line, but people are told meanwhile. Only the time in which this
   * page could listen counts: after a standstill of the computer the answers are still waiting to be read.
   */
  beat() {
    const now = Date.now();
    this.quiet += Math.min(now - this.beatAt, LISTENED_MS);
    this.beatAt = now;
    if (this.quiet > (this.tries > PATIENT_TRIES ? 2 : 1) * SILENCE_MS) { this.lost(); return; }
    if (this.quiet > DOUBT_MS && this.state === "online") this.setState("reconnecting");
    this.ping();
  }
  ping() { this.pinged = performance.now(); this.post({ type: "ping" }); }
  post(message) {
    const open = this.socket?.readyState === WebSocket.OPEN;
    if (open) this.socket.send(JSON.stringify(message));
    return open;
  }
  lost(code) {
    const socket = this.socket;
    clearInterval(this.pulse);
    this.socket = null;
    this.closedBy = code;                                  // for whoever looks for a fault
    if (socket) { socket.onopen = socket.onmessage = socket.onclose = null; socket.close(); }   // a dead line never closes by itself
    if (FINAL[code]) { this.setState(FINAL[code]); return; }
    if (code === 4400 || code === 4413) this.strike();
    this.setState(navigator.onLine === false || this.tries > 2 ? "offline" : "reconnecting");
    const slow = code === 4429 || code === 4400 || code === 4413 ? 5000 : 0;
    const wait = Math.max(slow, Math.min(5000, 500 * 2 ** this.tries++)) * (0.7 + Math.random() * 0.6);
    this.retry = setTimeout(() => this.connect(), wait);
  }
  hurry() { if (!this.socket && !this.isFinal) { this.tries = 0; this.connect(); } }
  /** Twice called a bad message with the same operation first in line: set that one aside, let the others pass. */
  strike() {
    const first = this.queue.find((operation) => operation.sent);
    this.strikes = first && first === this.suspect ? this.strikes + 1 : 1;
    this.suspect = first;
    if (first && this.strikes >= 2) this.refused(first, { code: "bad_message", message: "This could not be saved. Please write it again." });
  }

  receive(message) {
    if (this.state !== "online") this.online();
    const handle = { ack: this.acknowledged, refused: this.refusal, retry: this.again, entry: this.entry, pong: this.pong }[message.type];
    if (handle) handle.call(this, message);
    else this.tell(message.type, message);
  }
  online() {
    this.tries = 0;
    this.setState("online");
    dispatchEvent(new CustomEvent("nh-online"));           // documents and the page look at their own lines too
    this.pump();
  }
  pong({ at }) {
    const trip = performance.now() - this.pinged, server = typeof at === "number" ? (at < 1e11 ? at * 1000 : at) : Date.parse(at);
    if (Number.isNaN(server)) return;
    this.bestTrip = Math.min(this.bestTrip * 1.05, Math.max(trip, 1));
    if (trip <= this.bestTrip * 1.5) this.clockOffset = server + trip / 2 - Date.now();
  }
  entry(message) {
    if (message.seq <= this.since) return;
    this.since = message.seq;
    this.tell("entry", message);
  }

  // -- the queue -------------------------------------------------------------------
  pump() {
    clearTimeout(this.pumping);
    const now = Date.now();
    this.tokens = Math.min(BURST, this.tokens + ((now - (this.filled ?? now)) / 1000) * PER_SECOND);
    this.filled = now;
    if (this.state !== "online") return;
    if (now < (this.pausedUntil ?? 0)) { this.pumping = setTimeout(() => this.pump(), this.pausedUntil - now); return; }
    for (const operation of this.queue) {
      if (operation.sent) continue;
      if (this.tokens < 1) { this.pumping = setTimeout(() => this.pump(), 1000 / PER_SECOND); return; }
      const { client_id, client_seq, kind, body } = operation;
      if (!this.post({ type: "op", client_id, client_seq, kind, body })) return;
      operation.sent = true;
      this.tokens -= 1;
    }
  }
  find({ client_id, client_seq }) {
    return this.queue.find((operation) => operation.client_seq === client_seq && (!client_id || operation.client_id === client_id));
  }
  acknowledged(message) {
    const operation = this.find(message);
    if (!operation) return;                                // acknowledged twice after a reconnect
    this.lastSavedAt = this.serverNow();
    this.suspect = undefined;
    this.drop(operation, { ok: true, seq: message.seq });
  }
  refusal(message) { const operation = this.find(message); if (operation) this.refused(operation, message); }
  refused(operation, { code, message }) {
    this.drop(operation, { ok: false, code, message });
    this.tell("refused", { kind: operation.kind, body: operation.body, code, message });
  }
  /** The server could not store it now: from there on everything is sent again, in order. */
  again(message) {
    const place = this.queue.indexOf(this.find(message));
    if (place < 0) return;
    for (const operation of this.queue.slice(place)) operation.sent = false;
    this.pausedUntil = Date.now() + RETRY_MS * (0.7 + Math.random() * 0.6);
    this.pump();
  }
  drop(operation, outcome) {
    this.queue = this.queue.filter((other) => other !== operation);
    this.store.remove("operations", operation.client_seq).catch(() => {});
    this.outcomes.get(operation.client_seq)?.(outcome);
    this.outcomes.delete(operation.client_seq);
    this.changed();
  }
}
