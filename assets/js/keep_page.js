// NiceGUI without reloads: when its server is gone and back, the page is fetched anew and its elements are handed to the
// running Vue app. Elements with the same ids stay mounted; a call, a recording and the editor go on. It leans on names of
// NiceGUI's own page (mounted_app, parseElements, ...): NiceGUI is pinned, and any failure shows the banner, never a reload.
/* global mounted_app, parseElements, replaceUndefinedAttributes */

const SHORT_MS = 4000, LONG_MS = 10_000, PATIENT_TRIES = 3; // of an attempt to connect: a dead network is given up soon, a busy machine gets through
const addresses = (html) => html.match(/\/_nicegui\/\d[^"'`\s)]+/g) ?? [];   // scripts and styles, all with version or hash

/**
 * Call once in a component's mounted(); further calls only add a listener. `onState(state)` gets online, offline,
 * signed_out or stale (a new release: offer a reload). Returns {state, off()}.
 */
export function keepPage(onState = () => {}) {
  const kept = (globalThis.neurohirePage ??= start());
  kept.listeners.add(onState);
  onState(kept.state);
  return { get state() { return kept.state; }, off: () => kept.listeners.delete(onState) };
}

function start() {
  const kept = { state: "online", listeners: new Set(), tries: 0, reattached: 0 };
  const begin = () => (window.socket ? attach(kept) : setTimeout(begin, 10));   // it comes with NiceGUI's own mounted()
  setTimeout(begin);
  return kept;
}

function attach(kept) {
  const socket = window.socket, known = new Set(addresses(document.documentElement.outerHTML));
  const set = (state) => {
    if (["signed_out", "stale"].includes(kept.state)) return;
    kept.state = state;
    for (const part of document.querySelectorAll(".needs-page")) part.inert = state !== "online";   // a click now would come late
    kept.listeners.forEach((listener) => listener(state));
  };
  const failed = (times) => { kept.failed = times; socket.io.timeout(times > PATIENT_TRIES ? LONG_MS : SHORT_MS); };
  socket.io.reconnectionDelayMax(2500);
  failed(0);
  for (const event of ["connect_error", "disconnect", "try_reconnect"]) socket.off(event);   // they reload or show a popup
  socket.on("disconnect", (reason) => {
    window.did_handshake = false;
    set("offline");
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect", () => { kept.tries = 0; failed(0); set("online"); });
  socket.on("connect_error", (error) => {
    failed(kept.failed + 1);
    if (error.message === "Implicit handshake failed") later(); else set("offline");
  });
  socket.prependAny((event, message) => {
    if (event === "run_javascript" && message?.code?.includes("outbox rewind failed")) message.code = "neurohireReattach()";
  });
  addEventListener("nh-online", () => { if (!socket.connected) { socket.disconnect(); socket.connect(); } });
  const later = () => { clearTimeout(kept.timer); kept.timer = setTimeout(again, Math.random() * 2000); };   // not all pages at once
  const again = (window.neurohireReattach = async () => {
    try { await reattach(kept, socket, known, set); } catch {
      set("offline");
      kept.timer = setTimeout(again, Math.min(8000, 500 * 2 ** kept.tries++));
    }
  });
}

async function reattach(kept, socket, known, set) {
  const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  const html = await answer.text();
  if (answer.redirected || answer.status === 401 || answer.status === 403) return set("signed_out");
  if (!answer.ok) throw new Error(String(answer.status));
  if (!addresses(html).every((address) => known.has(address))) return set("stale");
  const elements = parseElements(html.match(/parseElements\(String\.raw`([\s\S]*?)`\)/)[1]);
  const [, client_id, next] = html.match(/'client_id': '([0-9a-f-]{36})', 'next_message_id': (\d+)/);
  Object.values(elements).forEach(replaceUndefinedAttributes);
  Object.assign(window, { clientId: client_id, nextMessageId: +next, ackedMessageId: -1 });
  Object.assign(socket.io.opts.query, { client_id, next_message_id: +next });
  socket.disconnect();
  socket.sendBuffer.length = 0;                            // clicks meant for the old page must not reach the new one
  mounted_app.elements = elements;
  kept.reattached += 1;
  socket.connect();
}
