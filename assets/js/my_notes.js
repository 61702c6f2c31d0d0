// One person's own notes, bookmarks and scorecard of a live interview. They belong to this module, once per interview, so that a re-mount loses nothing.
// What is typed goes to the operation queue, which keeps it in this browser until the server has it.
import { newId } from "./ids.js";
import { placeIn } from "./room_document.js";
import { roomLine } from "./room_line.js";

const RETRY_MS = 3000;
const kept = (globalThis.neurohireNotes ??= new Map());

/** Over the same line as the room: what was typed offline there is found again, and sent, in the report. */
export function openNotes(interviewId, viewer) {
  const key = `${interviewId}/${viewer.id}`;
  if (!kept.has(key)) kept.set(key, new MyNotes(interviewId, viewer));
  return kept.get(key);
}

class MyNotes {
  constructor(id, viewer) {
    const room = roomLine(id, viewer);
    Object.assign(this, { id, viewer, line: room.line, files: [], isLoaded: false, fault: "", text: "", bookmarks: [], card: null, given: {} });
    Object.assign(this, { overall: { recommendation: null, words: "" }, beganAt: null, shown: "", question: null, focused: "", touched: false, typed: 0 });
    this.listeners = new Set();
    room.onState((state) => this.follow(state));
    this.line.on("refused", (refusal) => this.refused(refusal));
    this.line.on("change", () => this.followLine());
    this.load();
  }
  on(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  changed() { for (const listener of this.listeners) listener(); }

  // -- what the server has ---------------------------------------------------------------
  /** What waits in this browser is asked for first: it is newer than whatever the server answers afterwards. */
  async load() {
    if (this.isLoading) { this.loadAgain = true; return; }
    this.isLoading = true;
    clearTimeout(this.retry);
    try {
      const own = await this.unsaved(), typed = this.typed;
      const answer = await fetch(`/api/v1/interviews/${this.id}/notes`, { cache: "no-store", signal: AbortSignal.timeout(8000) });
      if ([401, 403, 404].includes(answer.status)) { this.fault = "no_right"; this.isLoading = false; return this.changed(); }
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const found = await answer.json();
      if (this.isLoaded && !this.isStale && typed !== this.typed) this.loadAgain = true;          // what was typed meanwhile is newer
      else this.take(found, own);
      this.fault = "";
    } catch {
      this.fault = this.isLoaded ? "" : "away";
      this.retry = setTimeout(() => this.load(), RETRY_MS);
    }
    this.isLoading = false;
    this.changed();
    if (this.loadAgain) { this.loadAgain = false; this.load(); }
  }
  async unsaved() {
    await this.line.ready;
    return { queue: [...this.line.queue], drafts: [...this.line.drafts] };
  }
  take({ notes, card }, own) {
    const isFirst = !this.isLoaded || this.isStale;
    this.isLoaded = true;
    this.isStale = false;
    const waiting = new Map(own.queue.filter((one) => one.draftKey).map((one) => [one.draftKey, one.body]));
    for (const [key, draft] of own.drafts) waiting.set(key, draft.body);       // typed after what is queued
    if (isFirst || (!this.isWaiting("note") && this.focused !== "note")) this.text = (waiting.get("note") ?? notes).text;
    this.isLate = notes.is_late;
    this.keepBookmarks(notes.bookmarks, own);
    this.card = card;
    if (!card) return;
    for (const { key } of card.lines) {
      if (!isFirst && this.given[key] && (this.isWaiting(`card/${key}`) || this.focused === key)) continue;
      const { points = null, words = "" } = waiting.get(`card/${key}`) ?? card.given[key] ?? {};
      this.given[key] = { points, words };
    }
    if (isFirst || (!this.isWaiting("card") && this.focused !== "card")) {
      const { recommendation, words } = waiting.get("card") ?? card;
      this.overall = { recommendation, words };
    }
  }
  keepBookmarks(stored, own) {
    const found = new Map(stored.map((mark) => [mark.key, { ...mark }]));
    for (const { kind, body } of [...own.queue, ...own.drafts.map(([, draft]) => draft), ...this.line.queue]) {
      if (kind === "bookmark_set" && !found.has(body.key)) found.set(body.key, { ...body, question: body.question ?? null });
      if (kind === "bookmark_words" && found.has(body.key)) found.get(body.key).words = body.words;
      if (kind === "bookmark_removed") found.delete(body.key);
    }
    const focused = this.bookmarks.find((mark) => mark.key === this.focused);
    if (focused && found.has(focused.key)) found.get(focused.key).words = focused.words;
    this.bookmarks = [...found.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }
  isWaiting(key) { return this.line.drafts.has(key) || this.line.queue.some((operation) => operation.draftKey === key); }

  follow(state) {
    this.beganAt = state.clock?.started_at ?? null;
    this.isOver = !["invited", "waiting", "live"].includes(state.state);
    this.isLive = state.state !== "invited" && state.state !== "waiting";
    const shown = JSON.stringify(state.notes?.shown ?? []);
    if (this.shown && this.shown !== shown) this.load();               // another question: other lines on the card
    this.shown = shown;
    this.files = state.editor?.files ?? [];
    const { shown: on = null, list = [] } = state.questions ?? {};
    this.question = on && { id: on.id, number: list.findIndex((one) => one.id === on.id) + 1 || null };
    this.changed();
  }
  /** Back after another tab had it: what was written there is read first. */
  followLine() {
    const { state } = this.line, isBack = state === "online" && this.wasState !== "online";
    if (state === "replaced") this.isStale = true;
    this.wasState = state;
    if (isBack && (!this.isLoaded || this.isStale)) this.load();
    this.changed();
  }
  refused({ kind, message, body }) {
    if (!kind.startsWith("note_") && !kind.startsWith("bookmark_") && !kind.startsWith("scorecard_")) return;
    this.refusal = message;
    if (kind === "bookmark_set") this.bookmarks = this.bookmarks.filter((mark) => mark.key !== body.key);
    this.changed();
  }

  // -- what the person writes --------------------------------------------------------------
  write(text) { this.typed += 1; this.text = text; this.refusal = ""; this.line.draft("note_draft", "note", { text }); }
  /** One key, one moment: stamped with the server's time, also where the line is down. */
  mark() {
    const place = placeIn(this.id, this.viewer), file = place && this.files.find((one) => one.root === place.root)?.name;
    return this.restore({ at: this.line.serverNow().toISOString(), question_id: this.question?.id ?? null, question: this.question?.number ?? null, file: file ?? "", line: file ? place.line : null, words: "" });
  }
  restore(moment) {
    const mark = { ...moment, key: newId() };
    this.typed += 1;
    this.bookmarks = [...this.bookmarks, mark];
    this.line.send("bookmark_set", mark);
    this.changed();
    return mark;
  }
  describe(key, words) {
    const mark = this.bookmarks.find((one) => one.key === key);
    if (!mark) return;
    this.typed += 1;
    mark.words = words;
    this.line.draft("bookmark_words", `bookmark/${key}`, { key, words });
    this.changed();
  }
  unmark(key) {
    this.typed += 1;
    this.bookmarks = this.bookmarks.filter((mark) => mark.key !== key);
    this.line.send("bookmark_removed", { key });
    this.changed();
  }
  score(key, given) {
    this.typed += 1;
    this.given[key] = { ...this.given[key], ...given };
    this.touched = true;
    this.line.draft("scorecard_line", `card/${key}`, { line: key, ...this.given[key] });
    this.changed();
  }
  judge(overall) {
    this.typed += 1;
    this.overall = { ...this.overall, ...overall };
    this.touched = true;
    this.line.draft("scorecard_overall", "card", { ...this.overall });
    this.changed();
  }
  async submit() {
    this.refusal = "";
    const outcome = await this.line.send("scorecard_submit");
    if (outcome.ok) this.touched = false;
    await this.load();
    return outcome;
  }
}
