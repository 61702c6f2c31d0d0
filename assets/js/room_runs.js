// The runs of code in a live interview's room, of everybody: own ones as they happen, those of others by entries of the
// journal and, while they go on, by `run_output`. Owned by this module, so that neither a re-mount nor a restart ends a run.
import { runCases } from "./code_cases.js";
import { DEFAULT_SECONDS, openRunner, runnable } from "./code_runner.js";
import { newId } from "./ids.js";
import { roomLine } from "./room_line.js";

const rooms = (globalThis.neurohireRuns ??= new Map());
const KEPT = 20, MOST_OUTPUT = 48_000, MOST_BYTES = 58_000, RELAY_MS = 250, RELAY_AT_ONCE = 4000, LOST_MS = 60_000;
const encoder = new TextEncoder();

export function openRuns(interviewId, viewer) {
  const key = `${interviewId}/${viewer.id}`;
  if (!rooms.has(key)) rooms.set(key, new Runs(interviewId, viewer));
  return rooms.get(key);
}

class Runs {
  constructor(interviewId, viewer) {
    Object.assign(this, { viewer, list: [], listeners: new Set(), runner: openRunner(), room: roomLine(interviewId, viewer) });
    this.line = this.room.line;
    this.line.on("entry", (entry) => this.happened(entry));
    this.line.on("run_output", ({ run, parts }) => { const known = this.find(run); if (known && !known.mine && !known.end) this.add(known, parts); });
    this.runner.onChange(() => this.tell());
  }
  on(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  tell() { for (const listener of this.listeners) listener(); }
  find(id) { return this.list.find((one) => one.id === id); }
  get own() { return this.list.find((one) => one.mine && !one.end); }

  /** job: {language, file, root, files, stdin}; with `cases` the tests are run. */
  async run(job, { questionId = "", cases = null } = {}) {
    if (this.own) return null;
    const known = this.put({ id: newId(), by: this.viewer.id, name: this.viewer.name, seat: this.viewer.seat, mine: true, question: questionId, at: this.line.serverNow(), ...about(job, cases) });
    const isAlone = Boolean(this.room.state?.focus?.is_on) && this.viewer.seat === "candidate";
    const digest = await digestOf(job.files[job.file]);
    this.line.send(isAlone ? "start_focus_run" : "start_code_run", { run: known.id, mode: known.mode, language: job.language, file: job.file.slice(0, 80), root: job.root, digest, question_id: questionId });
    const relay = isAlone || cases ? null : this.relay(known);
    const work = { language: job.language, files: job.files, entry: job.file, stdin: job.stdin, seconds: DEFAULT_SECONDS };
    const end = cases ? await this.test(known, work, cases) : await this.runner.start(work, (event) => { if (event.type === "output") { this.add(known, event.parts); relay?.push(event.parts); } });
    relay?.end();
    this.end(known, end);
    this.report(known, questionId, isAlone);
    return known;
  }
  stop() { this.runner.stop(); }

  async test(known, work, cases) {
    known.cases = cases.map((one) => ({ place: one.place, name: one.name, hidden: one.hidden, outcome: "", passed: false }));
    const settle = ({ index, ...verdict }) => { Object.assign(known.cases[index], verdict); this.tell(); };
    const began = performance.now();
    for (const verdict of await runCases(this.runner, work, cases, settle)) settle(verdict);
    const ran = known.cases.filter((one) => one.outcome !== "not_run");
    return { ok: known.cases.every((one) => one.passed), error: ran.length ? "" : "stopped", hint: "", seconds: (performance.now() - began) / 1000, truncated: false };
  }

  /** What was printed goes to the others in small parts while it runs; all of it goes when it is over. */
  relay(known) {
    const waiting = [];
    const flush = () => {
      let room = RELAY_AT_ONCE;
      const parts = [];
      while (waiting.length && room > 0) {
        const { kind, text } = waiting.shift(), part = text.slice(0, room);
        if (part.length < text.length) waiting.unshift({ kind, text: text.slice(part.length) });
        parts.push({ kind, text: part });
        room -= part.length;
      }
      if (parts.length) this.line.post({ type: "run_output", run: known.id, parts: parts.slice(0, 200) });
    };
    const timer = setInterval(flush, RELAY_MS);
    return { push: (parts) => waiting.push(...parts), end: () => { clearInterval(timer); flush(); } };
  }

  report(known, questionId, isAlone) {
    const { end } = known, cases = known.cases ?? [];
    const told = (some) => some.map(({ place, passed, outcome, got = "", seconds = 0 }) => ({ place, passed, outcome, got: String(got).slice(0, 400), seconds }));
    const body = { run: known.id, ok: end.ok, error: end.error, hint: end.hint, seconds: Math.min(3600, end.seconds), truncated: end.truncated, question_id: questionId };
    const output = shortened(known.parts);
    this.line.send(isAlone ? "finish_focus_run" : "finish_code_run", { ...body, truncated: end.truncated || output.isCut, output: output.parts, cases: told(cases.filter((one) => !one.hidden)) });
    const hidden = cases.filter((one) => one.hidden);
    if (hidden.length) this.line.send("finish_hidden_cases", { ...body, cases: told(hidden) });
  }

  // -- what the journal says ---------------------------------------------------------
  happened({ kind, body, actor, at }) {
    if (["code_run_started", "focus_run_started"].includes(kind)) return this.began(body, actor, at);
    if (["code_run_finished", "focus_run_finished"].includes(kind)) return this.ended(body, actor, at);
    if (kind === "hidden_cases_run") this.hidden(body);
  }
  began(body, actor, at) {
    const known = this.find(body.run);
    if (known) return Object.assign(known, { at: new Date(at) });
    const made = this.put({ id: body.run, by: actor, name: body.name ?? "", seat: body.by, mine: false, at: new Date(at), language: body.language, file: body.file, mode: body.mode, question: body.question_id ?? "" });
    const left = LOST_MS - (this.line.serverNow() - made.at);
    setTimeout(() => { if (!made.end) this.end(made, { ok: false, error: "gone", seconds: 0 }); }, Math.max(0, left));
  }
  ended(body, actor, at) {
    const known = this.find(body.run) ?? this.put({ id: body.run, by: actor, name: body.name ?? "", seat: body.by, mine: false, at: new Date(at), mode: body.cases?.length ? "tests" : "program", question: body.question_id ?? "" });
    if (known.mine) return;
    known.parts = body.output ?? [];
    known.cases = [...(body.cases ?? []), ...(known.cases ?? []).filter((one) => one.hidden)];
    this.end(known, body);
  }
  hidden(body) {
    const known = this.find(body.run);
    if (!known || known.mine) return;
    known.cases = [...(known.cases ?? []).filter((one) => !one.hidden), ...body.cases.map((one) => ({ ...one, hidden: true }))];
    this.tell();
  }

  put(run) {
    const made = { parts: [], cases: null, end: null, language: "", file: "", mode: "program", question: "", ...run };
    this.list = [made, ...this.list].sort((a, b) => b.at - a.at).slice(0, KEPT);
    this.tell();
    return made;
  }
  add(known, parts) {
    for (const { kind, text } of parts) {
      const last = known.parts.at(-1);
      if (last?.kind === kind) last.text += text;
      else known.parts.push({ kind, text });
    }
    this.tell();
  }
  end(known, { ok, error = "", hint = "", seconds = 0, truncated = false }) {
    known.end = { ok, error, hint, seconds, truncated };
    this.tell();
  }
}

const about = ({ language, file }, cases) => ({ language: runnable(language), file, mode: cases ? "tests" : "program" });

/** Empty where the browser gives no digests (a page without https). */
async function digestOf(text) {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** So much of the output as one message may carry. */
function shortened(parts) {
  const kept = [];
  let length = 0, bytes = 0, isCut = false;
  for (const { kind, text } of parts.slice(0, 2000)) {
    const part = fitting(text, Math.min(MOST_OUTPUT - length), MOST_BYTES - bytes);
    length += part.length;
    bytes += encoder.encode(JSON.stringify(part)).length + 30;
    if (part) kept.push({ kind, text: part });
    if (part.length < text.length) { isCut = true; break; }
  }
  return { parts: kept, isCut: isCut || parts.length > 2000 };
}
function fitting(text, length, bytes) {
  let part = text.slice(0, Math.max(0, length));
  while (part && encoder.encode(JSON.stringify(part)).length > bytes - 30) part = part.slice(0, Math.floor(part.length * 0.9));
  return part;
}
