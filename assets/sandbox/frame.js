// The document of the sandboxed frame: makes a worker per run, passes on what it says, ends it in time.
// A program never runs here, only in workers; the page is spoken to with a nonce that a program cannot know.
const { worker: WORKER, harness: HARNESS, files: FILES } = JSON.parse(document.getElementById("parts").textContent);
const NONCE = location.hash.slice(1), PAGE = new URL(document.URL).origin;
const OUTPUT = 64 * 1024, MESSAGES = 70_000, TELL_MS = 50, BOOT_MS = 120_000;
const address = "data:text/javascript;charset=utf-8," + encodeURIComponent(WORKER);
let parts = null, warm = null, run = null;

const tell = (message) => parent.postMessage({ nonce: NONCE, ...message }, PAGE);

addEventListener("message", ({ data, source, origin }) => {
  if (source !== parent || origin !== PAGE || data?.nonce !== NONCE) return;
  if (data.type === "ping") tell({ type: "pong" });
  else if (data.type === "parts") take(data);
  else if (data.type === "warm") ready(data.language);
  else if (data.type === "run") start(data);
  else if (data.type === "stop" && run?.id === data.id) finish({ error: "stopped" });
});

async function take({ loader, core, lock, wasm, stdlib }) {
  parts = (async () => ({ loader, core, lock: JSON.parse(lock), stdlib, harness: HARNESS, program: await WebAssembly.compile(wasm) }))();
  parts.catch((error) => tell({ type: "unable", message: String(error) }));
}

/** A worker that has started Python already waits for the next run. */
function ready(language) {
  if (warm?.language === language) return warm;
  warm?.worker.terminate();
  const began = performance.now(), worker = new Worker(address, { type: "module" }), { port1, port2 } = new MessageChannel();
  const made = (warm = { language, worker, port: port1, listener: null });
  made.booted = new Promise((done) => {
    const fail = (message) => done({ error: message });
    setTimeout(fail, BOOT_MS, "It took too long to start.");
    worker.onerror = (event) => fail(event.message || "The worker could not start.");
    port1.onmessage = ({ data }) => {
      if (data.type === "ready") { tell({ type: "ready", language, ms: performance.now() - began }); done({}); }
      else if (data.type === "snapshot" && !made.listener) parts.then((all) => { all.snapshot = data.snapshot; });   // before any program ran
      else if (data.type === "unable") { parts?.then((all) => { all.snapshot = null; }); fail(data.message); }
      else made.listener?.(data);
    };
  });
  (async () => worker.postMessage({ language, parts: language === "python" ? await parts : null }, [port2]))().catch(() => worker.onerror({}));
  return made;
}

async function start({ id, job, seconds }) {
  if (run) finish({ error: "stopped" });
  const own = (run = { id, seconds, bytes: 0, messages: 0, buffer: [], timer: null, job });
  const made = (own.made = ready(job.language));
  warm = null;                                             // it is used up by this run
  const { error } = await made.booted;
  if (run !== own) return made.worker.terminate();
  if (error) return finish({ error: "unable", message: error });
  made.listener = (message) => { if (run === own) hear(own, message); };
  made.worker.onerror = (event) => { event.preventDefault?.(); if (run === own) finish({ error: "failed" }); };
  own.began = performance.now();
  made.port.postMessage(job);
  watch(own);
}

function watch(own) {
  clearTimeout(own.timer);
  own.timer = setTimeout(() => { if (run === own) finish({ error: "too_long" }); }, own.seconds * 1000);
}

function hear(own, message) {
  own.messages += 1;
  if (own.messages > MESSAGES) return finish({ error: "failed", truncated: true });
  if (message.type === "started") tell({ type: "started", id: own.id });
  else if (message.type === "output") keep(own, message);
  else if (message.type === "case_started") { watch(own); own.index = Number(message.index); }
  else if (message.type === "case") hearCase(own, message);
  else if (message.type === "done") done(own, message);
}

function hearCase(own, { index, value, error, hint, output, seconds }) {
  if (index !== own.index) return;                         // only the case that runs can end
  own.index = null;
  tell({ type: "case", id: own.id, index, value, error: cut(error), hint: cut(hint), output: cut(output), seconds: Number(seconds) || 0 });
}

const cut = (text) => (typeof text === "string" ? text.slice(0, 12_000) : "");

function keep(own, { kind, text }) {
  if (typeof text !== "string" || !["stdout", "stderr"].includes(kind)) return;
  const part = text.slice(0, OUTPUT - own.bytes);
  own.bytes += part.length;
  if (!part) return;
  const last = own.buffer.at(-1);
  if (last?.kind === kind) last.text += part;
  else own.buffer.push({ kind, text: part });
  own.flushing ??= setTimeout(flush, TELL_MS, own);
}
function flush(own) {
  clearTimeout(own.flushing);
  own.flushing = null;
  if (own.buffer.length) tell({ type: "output", id: own.id, parts: own.buffer.splice(0) });
}

async function done(own, { error, hint, truncated, seconds }) {
  clearTimeout(own.timer);
  if (own.job.language === "javascript" && /^SyntaxError/.test(error ?? "")) {
    const line = await lineOf(own.job.files[own.job.entry]);
    if (line && run === own) keep(own, { kind: "stderr", text: `    at ${own.job.entry}:${line}\n` });
  }
  if (run === own) finish({ error: error ? "error" : "", hint: cut(hint), truncated: truncated === true, seconds: Number(seconds) || 0 });
}

/** An import does not tell the line of a slip; a worker that only reads the text does. It runs nothing of it. */
function lineOf(text) {
  return new Promise((found) => {
    const reader = new Worker("data:text/javascript;charset=utf-8," + encodeURIComponent(`async () => {${text}\n}`));
    const over = (line) => { reader.terminate(); found(line); };
    setTimeout(over, 1000, 0);
    reader.onerror = (event) => { event.preventDefault(); over(event.lineno ?? 0); };
  });
}

function finish(outcome) {
  const own = run;
  run = null;
  clearTimeout(own.timer);
  own.made.worker.terminate();
  flush(own);
  tell({ type: "finished", id: own.id, index: own.index ?? null, seconds: own.began ? (performance.now() - own.began) / 1000 : 0, truncated: own.bytes >= OUTPUT, ...outcome });
}

tell({ type: "hello", files: FILES });
