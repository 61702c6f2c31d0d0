// The chat of one interview, once per page: what the server has, what waits here to be sent, what has been read.
// It belongs to this module, so a re-mount of the element changes nothing.
import { newId } from "./ids.js";
import { roomLine } from "./room_line.js";

const KINDS = new Set(["chat_sent", "chat_aside"]);
const PAGE = 50;
const chats = (globalThis.neurohireChats ??= new Map());

/** `viewer`: {seat, id, name}. */
export function openChat(interviewId, viewer) {
  const as = viewer.seat === "candidate" ? "candidate" : "staff", key = `${interviewId}/${as}`;
  if (!chats.has(key)) chats.set(key, new Chat(interviewId, as, viewer));
  return chats.get(key);
}

class Chat {
  constructor(id, as, viewer) {
    const me = viewer.id;
    Object.assign(this, { id, as, me, byNumber: new Map(), keys: new Set(), refused: [], hasEarlier: false, isReading: false, isLoaded: false });
    this.listeners = new Set();
    this.places = { read: `nh-chat-read-${id}-${me}`, draft: `nh-chat-draft-${id}-${me}`, refused: `nh-chat-refused-${id}-${me}` };
    this.readTo = Number(stored(localStorage, this.places.read) ?? 0);
    this.refused = JSON.parse(stored(localStorage, this.places.refused) ?? "[]");
    this.room = roomLine(id, viewer);
    this.line = this.room.line;
    this.line.on("entry", (entry) => this.take(entry));
    this.line.on("change", () => this.tell());
    this.line.on("refused", (refusal) => this.giveBack(refusal));
    this.room.onState((state) => this.look(state));
    addEventListener("storage", ({ key, newValue }) => { if (key === this.places.read) { this.readTo = Math.max(this.readTo, Number(newValue)); this.tell(); } });
  }

  on(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  tell() { this.listeners.forEach((listener) => listener(this)); }

  /** In the order of the server; whatever came twice is there once. The same array until something comes. */
  get lines() { return (this.sorted ??= [...this.byNumber.values()].sort((a, b) => a.seq - b.seq)); }
  /** Written here and not acknowledged, in the order of writing; kept in the browser by the operation queue. */
  get waiting() {
    const queued = this.line.queue.filter((operation) => operation.kind === "chat_sent" && !this.keys.has(operation.body.key));
    return queued.map((operation) => ({ ...operation.body, actor: this.me }));
  }
  get unread() { return this.lines.filter((line) => line.seq > this.readTo && line.actor !== this.me).length; }
  get lastNumber() { return this.lines.at(-1)?.seq ?? 0; }

  async send(text, isAside = false) {
    const outcome = await this.line.send("chat_sent", { text, key: newId(), is_aside: isAside });
    return outcome.ok;
  }
  /** Not taken by the server: it stays here, to be sent once more or thrown away. */
  giveBack({ kind, body, message }) {
    if (kind !== "chat_sent") return;
    this.refused.push({ ...body, message });
    this.keepRefused();
  }
  again(line) { this.forget(line); return this.send(line.text, line.is_aside); }
  forget(line) { this.refused = this.refused.filter((other) => other.key !== line.key); this.keepRefused(); }
  keepRefused() { keep(localStorage, this.places.refused, JSON.stringify(this.refused)); this.tell(); }

  markRead() {
    const last = this.lastNumber;
    if (last <= this.readTo) return;
    this.readTo = last;
    keep(localStorage, this.places.read, last);
    this.tell();
  }

  /** Of this tab; a reload does not lose what is half written. */
  get draft() { return stored(sessionStorage, this.places.draft) ?? ""; }
  set draft(text) { keep(sessionStorage, this.places.draft, text); }

  // -- what the server has ----------------------------------------------------------
  take(entry) {
    if (!KINDS.has(entry.kind) || !entry.body) return;
    this.add({ seq: entry.seq, at: entry.at, actor: entry.actor, text: entry.body.text, key: entry.body.key, is_aside: entry.kind === "chat_aside" });
    this.tell();
  }
  add(line) {
    if (this.byNumber.has(line.seq)) return;               // told and read back: the same words
    this.byNumber.set(line.seq, line);
    this.keys.add(line.key);
    this.sorted = null;
  }

  /** Let in, also for the second time: then there may be lines that were not told. */
  look(state) {
    const came = state.is_inside && !this.isInside;
    this.isInside = state.is_inside;
    if (came) this.read();
  }
  loadEarlier() { return this.read(this.lines[0]?.seq); }

  async read(before) {
    if (this.isReading) return;
    this.isReading = true;
    this.tell();
    try {
      const query = new URLSearchParams({ limit: PAGE, as: this.as, ...(before && { before }) });
      const answer = await fetch(`${window.path_prefix ?? ""}/api/v1/interviews/${this.id}/chat?${query}`, { headers: { accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = await answer.json();
      const known = before ? Infinity : this.lastNumber, first = page.lines[0]?.seq ?? 0;
      page.lines.forEach((line) => this.add(line));
      if (before || !this.isLoaded) this.hasEarlier = page.has_earlier;
      else if (page.has_earlier && first > known) setTimeout(() => this.read(first));   // more than a page was missed
      this.isLoaded = true;
    } catch {
      clearTimeout(this.retry);
      if (!before) this.retry = setTimeout(() => this.read(), 3000);
    } finally {
      this.isReading = false;
      this.tell();
    }
  }
}

function stored(place, key) { try { return place.getItem(key); } catch { return null; } }
function keep(place, key, value) { try { place.setItem(key, value); } catch { /* the disk is full, or the browser keeps nothing */ } }
