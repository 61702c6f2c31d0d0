// Runs one program and ends: a fresh worker per run, made and thrown away by frame.js. It has no network, by policy.
// Nothing of what it says is believed: it shares its realm with the program.
const OUTPUT_BYTES = 64 * 1024, CASE_BYTES = 12_000, MEMORY_PAGES = 512 * 16, DEEP = 4;   // a page has 64 KiB
const clock = performance.now.bind(performance), encoder = new TextEncoder(), decoders = () => ({ stdout: new TextDecoder(), stderr: new TextDecoder() });
const later = setTimeout.bind(globalThis), makeUrl = URL.createObjectURL.bind(URL), BlobHere = Blob, JsonHere = JSON.stringify.bind(JSON);
let say, python = null, output = null;

addEventListener("message", ({ data, ports: [port] }) => {
  const post = port.postMessage.bind(port);
  say = (message, transfer = []) => post(message, transfer);
  port.onmessage = ({ data: job }) => work(job);
  boot(data).then(() => say({ type: "ready" }), (error) => say({ type: "unable", message: String(error) }));
}, { once: true });

async function boot({ language, parts }) {
  if (language === "python") python = await startPython(parts);
  closeDoors();
}

const importText = (text) => import(makeUrl(new BlobHere([text], { type: "text/javascript" })));

/** What a program has no use for. The policy of the document is the wall; this spares it the useless try. */
function closeDoors() {
  const away = [
    "postMessage", "close", "Worker", "SharedWorker", "BroadcastChannel", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport",
    "importScripts", "indexedDB", "caches", "Notification", "FontFace", "fonts", "RTCPeerConnection", "RTCDataChannel", "onmessage", "onmessageerror",
  ];
  for (let holder = globalThis; holder && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) for (const name of away) delete holder[name];
  const none = () => Promise.reject(new TypeError("There is no network here: programs run closed off in the browser."));
  for (let holder = globalThis; holder; holder = Object.getPrototypeOf(holder)) if (Object.hasOwn(holder, "fetch")) Object.defineProperty(holder, "fetch", { value: none });
}

// -- output ------------------------------------------------------------------------
/** Counts what is written and stops telling at the limit; the program itself runs on. */
class Output {
  constructor(limit, tell) { Object.assign(this, { limit, tell, bytes: 0, truncated: false, decode: decoders() }); }
  write(kind, bytes) {
    if (this.truncated) return;
    const room = this.limit - this.bytes;
    this.bytes += Math.min(bytes.length, room);
    this.truncated = bytes.length > room;
    this.tell(kind, this.decode[kind].decode(bytes.subarray(0, room), { stream: true }));
  }
  text(kind, text) { this.write(kind, encoder.encode(text)); }
}
const live = () => new Output(OUTPUT_BYTES, (kind, text) => { if (text) say({ type: "output", kind, text }); });
function collected() {
  let text = "";
  return Object.assign(new Output(CASE_BYTES, (_, more) => { text += more; }), { all: () => text });
}

// -- one job -------------------------------------------------------------------------
async function work(job) {
  const run = job.language === "python" ? runPython : runScript;
  if (job.cases) {
    for (const one of job.cases) {
      say({ type: "case_started", index: one.index });
      output = collected();
      const began = clock(), found = await run(job, one);
      say({ type: "case", index: one.index, ...found, output: output.all(), seconds: (clock() - began) / 1000 });
    }
    return say({ type: "done", error: "" });
  }
  output = live();
  say({ type: "started" });
  const began = clock(), { error, hint } = await run(job, { stdin: job.stdin });
  if (error) output.text("stderr", error.endsWith("\n") ? error : `${error}\n`);
  say({ type: "done", error, hint, truncated: output.truncated, seconds: (clock() - began) / 1000 });
}

function lines(text) {
  const all = (text ?? "").split("\n");
  if (all.at(-1) === "") all.pop();
  return () => (all.length ? all.shift() : null);
}

// -- Python ----------------------------------------------------------------------------
async function startPython({ loader, core, lock, stdlib, harness, program, snapshot }) {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages) {      // a refused page becomes a MemoryError
    if (this.buffer.byteLength / 65536 + pages > MEMORY_PAGES) throw new RangeError("memory limit");
    return Reflect.apply(grow, this, [pages]);
  };
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([importText(loader), importText(core)]);
  globalThis.fetch = async (url) => new Response(String(url).endsWith(".zip") ? stdlib : new Uint8Array());
  WebAssembly.instantiateStreaming = async (_, imports) => ({ module: program, instance: await WebAssembly.instantiate(program, imports) });
  const made = await loadPyodide({
    indexURL: "https://none.invalid/", stdLibURL: "https://none.invalid/stdlib.zip", lockFileContents: lock, packageBaseUrl: "https://none.invalid/",
    createPyodideModule, env: { HOME: "/home/candidate", PYTHONINSPECT: "" }, ...(snapshot ? { _loadSnapshot: snapshot } : { _makeSnapshot: true }),
  });
  if (!snapshot) {
    made.runPython("import io, itertools, json, linecache, os, shutil, sys, traceback, types");
    const taken = made.makeMemorySnapshot();               // the next one starts from here, five times as fast
    say({ type: "snapshot", snapshot: taken }, [taken.buffer]);
  }
  let dumping = false;                                     // Python's own dump after a fatal error says less than one sentence
  const write = (kind) => ({
    write: (bytes) => {
      dumping ||= bytes.length < 40 && new TextDecoder().decode(bytes) === "Stack (most recent call first):\n";
      if (!dumping) output?.write(kind, bytes);
      return bytes.length;
    },
    isatty: true,
  });
  made.setStdout(write("stdout"));
  made.setStderr(write("stderr"));
  made.FS.mkdirTree("/home/candidate");
  const space = made.toPy({});
  made.runPython(harness, { globals: space });
  const work = space.get("work");
  return { work: WebAssembly.Suspending ? work.callPromising.bind(work) : work };   // with it, asyncio.run() works
}

async function runPython({ files, entry }, { stdin, function: name, args }) {
  try {
    return JSON.parse(await python.work(JsonHere({ files, entry, stdin: stdin ?? "", name: name ?? "", args: args ?? [] })));
  } catch (error) {
    return { error: fatal(error), hint: /stack|recurs/i.test(String(error)) ? "too_deep" : "broke" };
  }
}
const fatal = (error) => `${/call stack/i.test(String(error)) ? "RecursionError: the program called itself too deeply" : String(error?.message ?? error).split("\n").findLast(Boolean)}\n`;

// -- JavaScript -------------------------------------------------------------------------
async function runScript({ files, entry }, { stdin, function: name, args }) {
  const next = lines(stdin), waiting = new Set(), fault = Promise.withResolvers();
  let found = {};
  Object.assign(globalThis, { readLine: next, input: stdin ?? "", console: speaking() });
  const restore = followTimers(waiting, fault);
  const onError = (event) => { event.preventDefault(); fault.resolve({ error: explain(event.error ?? event.reason ?? event.message, entry) }); };
  addEventListener("error", onError);
  addEventListener("unhandledrejection", onError);
  const take = name ? `\n;(${JsonHere(take_)} in globalThis) && globalThis[${JsonHere(take_)}]([${spellings(name).map((it) => `typeof ${it} === "undefined" ? undefined : ${it}`)}]);` : "";
  if (name) globalThis[take_] = (all) => { found.function = all.find((one) => typeof one === "function"); };
  const program = async () => {
    await importText(`${files[entry]}${take}\n//# sourceURL=${entry}`);
    if (!name) return idle(waiting);
    delete globalThis[take_];
    if (!found.function) return { error: `There is no function ${spellings(name).join(" or ")} in ${entry}.\n`, hint: "no_function" };
    return { value: plain(await found.function(...args)) };
  };
  try {
    return (await Promise.race([program(), fault.promise])) ?? {};
  } catch (error) {
    return { error: explain(error, entry), syntax: error instanceof SyntaxError };
  } finally {
    restore();
    removeEventListener("error", onError);
    removeEventListener("unhandledrejection", onError);
  }
}
const take_ = "neurohire take";
/** first_unique is firstUnique to a JavaScript programmer. */
const spellings = (name) => [...new Set([name, name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase())])].filter((it) => /^[A-Za-z_$][\w$]*$/.test(it));

/** A program is over when its text has run and nothing it put off is left. */
async function idle(waiting) {
  do { await new Promise((done) => later(done, 4)); } while (waiting.size);
  return {};
}

function followTimers(waiting, fault) {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const guarded = (work, args, id) => () => {
    if (id) waiting.delete(id());
    try { if (typeof work === "function") work(...args); } catch (error) { fault.reject(error); }
  };
  globalThis.setTimeout = (work, ms, ...args) => { const id = setTimeout(guarded(work, args, () => id), ms); waiting.add(id); return id; };
  globalThis.setInterval = (work, ms, ...args) => { const id = setInterval(guarded(work, args), ms); waiting.add(id); return id; };
  globalThis.clearTimeout = globalThis.clearInterval = (id) => { waiting.delete(id); clearTimeout(id); };
  return () => { for (const id of waiting) clearTimeout(id); Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval }); };
}

function speaking() {
  const write = (kind) => (...all) => output?.truncated || output?.text(kind, `${all.map((one) => (typeof one === "string" ? one : show(one))).join(" ")}\n`);
  const [out, err] = [write("stdout"), write("stderr")];
  return { log: out, info: out, debug: out, dir: out, table: out, warn: err, error: err, trace: err, assert: (ok, ...all) => { if (!ok) err("Assertion failed:", ...all); }, time() {}, timeEnd() {}, group: out, groupEnd() {}, count: out, clear() {} };
}

/** As a console shows it, cut off where it gets deep. */
function show(value, depth = 0, seen = new Set()) {
  if (typeof value === "string") return JsonHere(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `[Function ${value.name || "(anonymous)"}]`;
  if (value === null || typeof value !== "object") return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Error) return String(value.stack ?? value);
  if (value instanceof Date || value instanceof RegExp) return String(value instanceof Date ? value.toJSON() : value);
  if (seen.has(value)) return "[Circular]";
  if (depth >= DEEP) return Array.isArray(value) ? "[Array]" : "[Object]";
  const inner = (one) => show(one, depth + 1, new Set([...seen, value]));
  const list = (items, open, close) => (items.length ? `${open} ${items.slice(0, 200).join(", ")}${items.length > 200 ? `, … ${items.length - 200} more` : ""} ${close}` : open + close);
  if (Array.isArray(value)) return list(value.map(inner), "[", "]");
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${list([...value].slice(0, 201).map(String), "[", "]")}`;
  if (value instanceof Map) return `Map(${value.size}) ${list([...value].map(([key, item]) => `${inner(key)} => ${inner(item)}`), "{", "}")}`;
  if (value instanceof Set) return `Set(${value.size}) ${list([...value].map(inner), "{", "}")}`;
  const name = value.constructor && value.constructor !== Object ? `${value.constructor.name} ` : "";
  return name + list(Object.entries(value).map(([key, item]) => `${/^[\w$]+$/.test(key) ? key : JsonHere(key)}: ${inner(item)}`), "{", "}");
}

/** The value as data that can be compared. */
function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  if (value instanceof Set) return [...value].map(plain);
  if (value && typeof value === "object" && typeof value.next === "function") return Array.from({ [Symbol.iterator]: () => value }, plain).slice(0, 1000);
  if (value === undefined || (typeof value === "number" && !Number.isFinite(value))) return value === undefined ? null : String(value);
  return JSON.parse(JsonHere(value, (_, item) => (typeof item === "bigint" ? Number(item) : item instanceof Map || item instanceof Set ? plain(item) : item)) ?? "null");
}

/** Only the program's own lines of a stack. */
function explain(error, entry) {
  if (!(error instanceof Error)) return `Uncaught ${show(error)}\n`;
  const own = String(error.stack ?? "").split("\n").filter((line) => line.includes(`${entry}:`)).map((line) => line.trim());
  return [`${error.name}: ${error.message}`, ...own.slice(0, 12).map((line) => `    ${line}`)].join("\n") + "\n";
}
