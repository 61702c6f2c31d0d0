// How a document came about: its updates with time and person, brought page by page, and the text at any moment.
import { Doc, applyUpdate, encodeStateAsUpdate } from "neurohire-yjs";

const PAGE = 2000;
const EVERY = 500;                                         // updates between two remembered states

/** Loads all of it; `onProgress(count)`. Resolves with a Playback. */
export async function openPlayback(interviewId, documentId, onProgress = () => {}) {
  const base = `${window.path_prefix ?? ""}/api/v1/interviews/${encodeURIComponent(interviewId)}/documents/${encodeURIComponent(documentId)}/history`;
  const found = { updates: [], files: [], people: {}, focus: [] };
  for (let after = 0; after !== null; ) {
    const answer = await fetch(`${base}?after=${after}&limit=${PAGE}`, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`history ${answer.status}`);
    const page = await answer.json();
    for (const [at, actor, update] of page.updates) found.updates.push({ at: Date.parse(at), actor, data: bytes(update) });
    Object.assign(found, { files: page.files, people: page.people, colours: page.colours, focus: page.focus, isHeldBack: page.is_held_back });
    onProgress(found.updates.length);
    after = page.next;
  }
  return new Playback(found);
}

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export class Playback {
  constructor({ updates, files, people, colours = {}, focus, isHeldBack = false }) {
    Object.assign(this, { updates, files, people, colours, focus, isHeldBack, done: 0, author: "" });
    this.doc = new Doc({ gc: false });
    this.states = [];                                      // states[n]: everything after n * EVERY updates
    this.start = updates[0]?.at ?? 0;
    this.end = updates.at(-1)?.at ?? 0;
  }
  get length() { return this.updates.length; }
  /** The text of one file as it stands at `done`. */
  text(root) { return this.doc.getText(root).toString(); }
  /** How many updates had happened at this moment. */
  countAt(at) {
    let low = 0, high = this.updates.length;
    while (low < high) { const middle = (low + high) >> 1; if (this.updates[middle].at <= at) low = middle + 1; else high = middle; }
    return low;
  }
  seek(at) { this.goTo(this.countAt(at)); }
  /** Forward: what is missing. Back: from the nearest remembered state. */
  goTo(count) {
    const wanted = Math.max(0, Math.min(count, this.updates.length));
    if (wanted < this.done) this.restore(Math.floor(wanted / EVERY));
    else if (wanted - this.done > 2 * EVERY) {
      const known = Math.min(Math.floor(wanted / EVERY), this.states.length - 1);
      if (known * EVERY > this.done) this.restore(known);
    }
    while (this.done < wanted) this.step(wanted);
    this.author = this.updates[this.done - 1]?.actor ?? "";
  }
  step(wanted) {
    const until = Math.min(wanted, (Math.floor(this.done / EVERY) + 1) * EVERY);
    this.doc.transact(() => { for (; this.done < until; this.done++) applyUpdate(this.doc, this.updates[this.done].data); });
    if (this.done % EVERY === 0 && this.states.length <= this.done / EVERY) {
      this.states[0] ??= null;
      this.states[this.done / EVERY] = encodeStateAsUpdate(this.doc);
    }
  }
  restore(place) {
    this.doc.destroy();
    this.doc = new Doc({ gc: false });
    const known = Math.min(place, this.states.length - 1);
    this.done = known > 0 ? known * EVERY : 0;
    if (this.done) applyUpdate(this.doc, this.states[known]);
  }
  /** The next moment in which something happens, for skipping pauses. */
  nextAt() { return this.updates[this.done]?.at ?? this.end; }
  destroy() { this.doc.destroy(); }
}

/** The one change that turns `before` into `after`, for an editor that keeps its place. */
export function difference(before, after) {
  let from = 0;
  const most = Math.min(before.length, after.length);
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  if (from && isHalf(before.charCodeAt(from - 1))) from--;
  let end = 0;
  while (end < most - from && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
const isHalf = (code) => code >= 0xd800 && code <= 0xdbff;
