// The keys of the room: each element registers its own, the frame shows them all with "?".
const keys = (globalThis.neurohireKeys ??= new Map());
const listeners = (globalThis.neurohireKeyListeners ??= new Set());
const isTyping = (target) => target instanceof Element && !!target.closest("input, textarea, select, [contenteditable='true'], .cm-editor");

/**
 * `key`: "Alt+M", "Alt+Shift+S", "Ctrl+Enter", "?", "N". A key without Alt or Ctrl is left alone while somebody types.
 * `label` is what the overlay says, `group` (optional) under which heading. Returns a function that takes it away.
 */
export function registerKey({ key, label, run, group = "" }) {
  const id = normal(key), entry = { key, label, run, group };
  keys.set(id, entry);
  tell();
  return () => { if (keys.get(id) === entry) { keys.delete(id); tell(); } };
}
export const roomKeys = () => [...keys.values()];
/** Called whenever a key comes or goes; returns a function that ends it. */
export function onRoomKeys(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() { for (const listener of listeners) listener(roomKeys()); }
function normal(key) {
  const parts = key.split("+").map((part) => part.trim().toLowerCase()), last = parts.pop() || "+";
  return [...["ctrl", "alt", "shift"].filter((one) => parts.includes(one)), last].join("+");
}
function pressed(event) {
  const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : /^Digit\d$/.test(event.code) && event.altKey ? event.code.slice(5) : event.key;
  const shift = event.shiftKey && (event.altKey || event.ctrlKey || letter.length > 1);   // "?" needs Shift on most keyboards
  return normal([event.ctrlKey || event.metaKey ? "ctrl" : "", event.altKey ? "alt" : "", shift ? "shift" : "", letter].filter(Boolean).join("+"));
}
if (!globalThis.neurohireKeysOn) {
  globalThis.neurohireKeysOn = true;
  addEventListener("keydown", (event) => {
    const found = keys.get(pressed(event));
    if (!found || event.defaultPrevented || event.isComposing) return;
    if (!event.altKey && !event.ctrlKey && !event.metaKey && isTyping(event.target)) return;
    event.preventDefault();
    found.run(event);
  });
}
