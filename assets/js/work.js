// Everything on this page that is not yet saved on the server: operations, documents, uploads. One sum for chip and banner.
const page = (globalThis.neurohireWork ??= { sources: new Set(), listeners: new Set() });

/** `source` has `waiting` (a count) and optionally `savedAt` (Date); call the result after every change, `.stop()` at the end. */
export function trackWork(source) {
  page.sources.add(source);
  const tell = () => page.listeners.forEach((listener) => listener());
  tell.stop = () => { page.sources.delete(source); tell(); };
  return tell;
}

export function allWork() {
  const all = [...page.sources], times = all.map((source) => source.savedAt?.getTime() ?? 0);
  return { waiting: all.reduce((sum, source) => sum + source.waiting, 0), savedAt: times.some(Boolean) ? new Date(Math.max(...times)) : null };
}

export function onWork(listener) {
  page.listeners.add(listener);
  return () => page.listeners.delete(listener);
}

// The browser asks only when something really waits.
if (!page.guarded) {
  page.guarded = true;
  addEventListener("beforeunload", (event) => { if (allWork().waiting > 0) event.preventDefault(); });
}
