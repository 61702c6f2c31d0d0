// The shared code editor: CodeMirror (NiceGUI's own bundle) bound to a Yjs document on /ws/documents/{id}.
// What is typed is kept in IndexedDB at once; the server says when it has stored it.
import * as CM from "nicegui-codemirror";
import { Awareness, Doc, IndexeddbPersistence, UndoManager, WebsocketProvider, applyUpdate, encodeStateAsUpdate, readVarUint, yCollab, yUndoManagerKeymap } from "neurohire-yjs";
import { newId } from "./ids.js";
import { trackWork } from "./work.js";

const COMMITTED = 100;                                     // our one message type: how much of this socket's edits is stored
const LARGEST_TEXT = 200_000;
const LEAVE_MS = 10_000;                                   // Esc, then Tab within this time, leaves the editor
const CLOSED = { 4401: "signed_out", 4403: "no_right", 4409: "refused", 4413: "too_large", 4429: "too_fast", 4400: "bad_message", 4410: "no_right" };
const LOAD_AGAIN_MS = [2000, 5000, 15_000, 30_000];        // colours of a language that could not be fetched
const OWN_TYPE = "application/x-neurohire-own";            // says only which copy it was
let own = null, taking = null;                             // what was last copied or cut in an editor of this page
const refusals = (globalThis.neurohireRefusals ??= new Map());   // document -> times; survives the rebuilt editor
const withoutHistory = (part) => !(Array.isArray(part) && part.includes(CM.historyField));   // Yjs has its own undo

/**
 * options: parent, documentId, person (keeps two people of one browser apart), root, path, language, readOnly,
 * clipboardPolicy (allowed, recorded, blocked), label, fontSize, wrap, theme (page, light, dark),
 * onStatus({state, waiting, savedAt, people: [{id, name, color, root}], plain: a language without its colours yet}),
 * onClipboard({kind, length, blocked}): not told is what was taken from this very text and put back into it,
 * onReset() (the server did not take an edit: build a new editor).
 */
export function createEditor(options) { return new Editor(options); }

class Editor {
  constructor(options) {
    Object.assign(this, { root: "codemirror", path: "/ws/documents", person: "", readOnly: false, clipboardPolicy: "allowed", label: "Code editor", fontSize: 14, wrap: false, theme: "page" }, options);
    Object.assign(this, { state: "connecting", waiting: 0, savedAt: null, sent: 0, committed: 0, loaded: false });
    this.doc = new Doc();
    this.awareness = new Awareness(this.doc);
    this.places = new Map();                               // root -> {text, undoManager, selection, top}: each file keeps its own undo
    this.slots = { language: new CM.Compartment(), theme: new CM.Compartment(), access: new CM.Compartment(), size: new CM.Compartment(), wrap: new CM.Compartment() };
    this.looks = { language: [], theme: [] };
    this.tellWork = trackWork(this);
    this.take(this.root);
    this.view = new CM.EditorView({ parent: options.parent, doc: "", extensions: this.extensions() });
    for (const kind of ["copy", "cut"]) this.view.dom.addEventListener(kind, (event) => this.taken(event));
    this.doc.on("update", (_, origin) => { if (origin !== this.provider && origin !== this.kept) { this.waiting += 1; this.tell(); } });
    this.followTheme();
    this.setLanguage(this.language);
    this.start();
  }

  // -- what others may do with it --------------------------------------------------
  setLanguage(name) {
    Object.assign(this, { language: name, plain: "" });
    const known = name && CM.languages.find((one) => [one.name, ...one.alias].some((alias) => alias.toLowerCase() === name.toLowerCase()));
    if (!known) return this.dress("language", []);
    return this.load(known, name, 0);
  }
  /** Without its colours one can type all the same; they are asked for again. */
  load(known, name, tries) {
    const isWanted = () => this.language === name && !this.over;
    clearTimeout(this.colouring);
    return known.load().then((extension) => { if (isWanted()) { this.plain = ""; this.dress("language", extension); this.tell(); } }, () => {
      if (!isWanted()) return;
      this.plain = name;
      this.tell();
      this.colouring = setTimeout(() => isWanted() && this.load(known, name, tries + 1), LOAD_AGAIN_MS[Math.min(tries, LOAD_AGAIN_MS.length - 1)]);
    });
  }
  setFontSize(pixels) { this.fontSize = pixels; this.view.dispatch({ effects: this.slots.size.reconfigure(this.size()) }); }
  setWrap(wrap) { this.wrap = wrap; this.view.dispatch({ effects: this.slots.wrap.reconfigure(this.wrapping()) }); }
  setTheme(theme) { this.theme = theme; this.setLight(); }
  /** Another file of the document in the same place; cursor, scrolling and undo of each are kept. */
  show(root, language) {
    if (root !== this.root) {
      const place = this.places.get(this.root);
      Object.assign(place, { selection: this.view.state.selection, top: this.view.scrollDOM.scrollTop });
      this.take(root);
      const { text, selection, top } = this.places.get(root), doc = text.toString();
      const fits = selection && selection.ranges.every((range) => range.to <= doc.length);
      this.looks.language = [];
      this.view.setState(CM.EditorState.create({ doc, selection: fits ? selection : undefined, extensions: this.extensions() }));
      this.view.dispatch({});                              // cursors of others are drawn with an update
      this.view.scrollDOM.scrollTop = top ?? 0;
    }
    if (language !== undefined) this.setLanguage(language);
  }
  take(root) {
    this.root = root;
    if (!this.places.has(root)) {
      const text = this.doc.getText(root);
      this.places.set(root, { text, undoManager: new UndoManager(text, { captureTimeout: 400 }) });
    }
    Object.assign(this, { text: this.places.get(root).text, undoManager: this.places.get(root).undoManager });
  }
  dress(slot, extension) { this.looks[slot] = extension; this.view.dispatch({ effects: this.slots[slot].reconfigure(extension) }); }
  setReadOnly(readOnly) { this.readOnly = readOnly; this.view.dispatch({ effects: this.slots.access.reconfigure(this.access()) }); }
  setClipboardPolicy(policy) { this.clipboardPolicy = policy; }
  focus() { this.view.focus(); }
  getText(root = this.root) { return this.doc.getText(root).toString(); }
  /** Resolves when what was typed so far is on this device's disk. */
  async whenKept() {
    const db = this.kept && (await this.kept._db);
    if (!db) return;
    const transaction = db.transaction("updates", "readwrite", { durability: "strict" });   // ends after all earlier ones
    transaction.objectStore("updates").count();
    await new Promise((done) => { transaction.oncomplete = transaction.onabort = done; });
  }
  /** Resolves with true when the server has stored everything typed so far, with false after `ms`. */
  async whenSaved(ms = 5000) {
    const end = Date.now() + ms;
    while (this.waiting > 0 && Date.now() < end && !this.over) await new Promise((done) => setTimeout(done, 50));
    return this.waiting === 0;
  }
  /** After submitting: nothing of the text stays in this browser. */
  forget() { localStorage.removeItem(this.keptName); return this.kept?.clearData(); }
  reconnect() { this.provider.disconnect(); this.provider.connect(); }
  destroy() {
    this.over = true;
    clearTimeout(this.again);
    clearTimeout(this.colouring);
    removeEventListener("nh-online", this.onOnline);
    removeEventListener("pagehide", this.onHide);
    this.themeWatch.disconnect();
    this.tellWork.stop();
    this.view.destroy();
    this.provider.destroy();
    this.awareness.destroy();
    this.doc.destroy();
  }

  // -- the line ---------------------------------------------------------------------
  async start() {
    const host = location.origin.replace(/^http/, "ws") + (window.path_prefix ?? "");
    const provider = (this.provider = new WebsocketProvider(host + this.path, this.documentId, this.doc, {
      awareness: this.awareness, connect: false, disableBc: true, maxBackoffTime: 5000,   // a broadcast channel would pass the server by
    }));
    provider.messageHandlers[COMMITTED] = (_, decoder) => this.stored(readVarUint(decoder));
    provider.on("status", ({ status }) => (status === "connecting" ? this.count(provider.ws) : this.setState(status === "connected" ? this.state : "offline")));
    provider.on("sync", (synced) => { if (synced) this.synced(); });
    provider.on("closed", ({ code }) => this.closed(code));
    this.awareness.on("change", () => this.tell());
    this.onOnline = () => { if (!provider.wsconnected || Date.now() - provider.wsLastMessageReceived > 5000) this.reconnect(); };
    addEventListener("nh-online", this.onOnline);          // the operation socket notices a dead line sooner
    if (!this.readOnly) await this.openKept();
    if (!this.over) provider.connect();                    // later: what others wrote must not look like ours
  }
  get keptName() { return `nh-document-${this.documentId}-${this.person}`; }
  async openKept() {
    this.onHide = () => this.stash();
    addEventListener("pagehide", this.onHide);
    try {
      this.kept = new IndexeddbPersistence(this.keptName, this.doc);
      await Promise.race([this.kept.whenSynced, new Promise((done) => setTimeout(done, 2000))]);
      this.kept._db.catch(() => {});
    } catch { this.kept = null; }                          // no IndexedDB: the server alone keeps it
    if (!this.over) this.unstash();
    if (this.doc.store.clients.size && !this.over) this.open();       // offline from the start: go on with what this browser has
  }
  /** A closing page does not wait for IndexedDB; this is written at once. */
  stash() {
    if (!this.waiting) return;
    try { localStorage.setItem(this.keptName, btoa(Array.from(encodeStateAsUpdate(this.doc), (byte) => String.fromCharCode(byte)).join(""))); } catch { /* full: IndexedDB has all but the last moment */ }
  }
  unstash() {
    try {
      const stashed = localStorage.getItem(this.keptName);
      if (stashed) applyUpdate(this.doc, Uint8Array.from(atob(stashed), (letter) => letter.charCodeAt(0)), "stash");
    } catch (error) { console.warn("what the closing page left cannot be read", error); }
    localStorage.removeItem(this.keptName);                // by now it is in IndexedDB too
  }
  /** Typing begins only when the text is there, else it would land before the starter text. */
  open() { this.loaded = true; this.view.dispatch({ effects: this.slots.access.reconfigure(this.access()) }); }
  count(socket) {
    this.sent = this.committed = 0;
    const send = socket.send.bind(socket);
    socket.send = (data) => { if (data[0] === 0 && data[1] > 0) this.sent += 1; send(data); };
  }
  stored(count) {
    this.committed = count;
    if (count < this.sent || !this.provider.synced) return;
    if (this.waiting) this.savedAt = new Date();
    this.waiting = 0;
    this.tell();
  }
  synced() {
    this.awareness.setLocalState(this.awareness.getLocalState() ?? {});   // others forgot us: a new clock makes us visible
    if (!this.loaded) this.open();
    this.setState("online");
  }
  closed(code) {
    this.setState(CLOSED[code] ?? "offline");
    if (code === 4401 || code === 4403) return this.setReadOnly(true);
    if (code === 4429) { this.again = setTimeout(() => this.provider.connect(), 5000); return; }
    const times = (refusals.get(this.documentId) ?? 0) + 1;
    refusals.set(this.documentId, times);
    if (code === 4400 && times === 1) { this.again = setTimeout(() => this.provider.connect(), 3000); return; }
    if (times > 4) return this.setReadOnly(true);
    Promise.resolve(this.forget()).finally(() => { if (!this.over) this.onReset?.(code); });   // this copy has diverged: take the server's
  }
  setState(state) { this.state = state; this.tell(); }
  tell() {
    if (this.over) return;
    this.tellWork();
    const people = [...this.awareness.getStates().values()].filter((one) => one.user).map(({ user: { id, name, color }, cursor }) => ({ id, name, color, root: cursor?.head?.tname ?? null }));
    this.onStatus?.({ state: this.state, waiting: this.waiting, savedAt: this.savedAt?.toISOString() ?? null, people, plain: this.plain });
  }

  // -- the editor itself ---------------------------------------------------------------
  extensions() {
    const undo = yUndoManagerKeymap.map((key) => ({ ...key, run: (view) => view.state.readOnly || key.run(view) }));
    const leave = { key: "Escape", run: (view) => { view.setTabFocusMode(LEAVE_MS); return false; } };
    return [
      CM.Prec.highest(CM.keymap.of([leave, ...undo])),
      CM.Prec.high(CM.EditorView.domEventHandlers(Object.fromEntries(["copy", "cut", "paste", "drop", "dragstart"].map((kind) => [kind, this.clipboard(kind)])))),
      CM.basicSetup.filter(withoutHistory),
      CM.keymap.of([CM.indentWithTab]),
      CM.indentUnit.of("    "),
      CM.EditorState.changeFilter.of((change) => !change.docChanged || !change.isUserEvent("input") || change.newDoc.length <= LARGEST_TEXT),
      this.slots.language.of(this.looks.language), this.slots.theme.of(this.looks.theme), this.slots.access.of(this.access()),
      this.slots.size.of(this.size()), this.slots.wrap.of(this.wrapping()),
      yCollab(this.text, this.awareness, { undoManager: this.undoManager }),
      LOOK,
    ];
  }
  access() {
    const closed = this.readOnly || !this.loaded;
    const help = closed ? "" : " Press Escape, then Tab, to leave the editor.";
    return [
      CM.EditorState.readOnly.of(closed), CM.EditorView.editable.of(!closed),
      CM.EditorView.contentAttributes.of({ tabindex: "0", role: "textbox", "aria-multiline": "true", "aria-label": `${this.label}.${help}`, "aria-readonly": String(closed) }),
    ];
  }
  size() { return CM.EditorView.theme({ "&": { fontSize: `${this.fontSize}px` }, ".cm-scroller": { lineHeight: `${Math.round(this.fontSize * 1.57)}px` } }); }
  wrapping() { return this.wrap ? CM.EditorView.lineWrapping : []; }
  /** By the policy; text of the editor itself moves freely, is compared here and never sent. */
  clipboard(kind) {
    return (event, view) => {
      if (this.clipboardPolicy === "allowed") return false;
      const isBlocked = this.clipboardPolicy === "blocked", { from, to, empty } = view.state.selection.main;
      const data = (kind === "paste" && event.clipboardData) || (kind === "drop" && event.dataTransfer);
      if (data) {
        const text = data.getData("text/plain");
        if (own?.id && kind === "paste" && data.getData(OWN_TYPE) === own.id) { pasteOwn(view, event); return true; }
        if (own && text !== "" && plain(text) === plain(own.text)) return false;
        this.onClipboard?.({ kind, length: text.length, blocked: isBlocked });
      } else if (kind === "dragstart") {
        own = { id: "", text: view.state.sliceDoc(from, to), isLine: false };
        this.onClipboard?.({ kind, length: to - from, blocked: isBlocked });
      } else {
        taking = { isLine: empty };                        // afterwards the editor has put its text into the event
        this.onClipboard?.({ kind, length: to - from, blocked: false });
        return false;
      }
      if (isBlocked) event.preventDefault();
      return isBlocked;
    };
  }
  /** After the editor's own copying: its text is remembered, and where the policy blocks it stays in here. */
  taken(event) {
    const data = event.clipboardData, text = data?.getData("text/plain");
    if (!taking || !text) return;
    own = { id: newId(), text, isLine: taking.isLine };
    taking = null;
    if (this.clipboardPolicy !== "blocked") return;
    data.clearData();
    data.setData(OWN_TYPE, own.id);
  }
  /** Light or dark as the page is, also when it changes, unless this person chose otherwise. */
  followTheme() {
    this.themeWatch = new MutationObserver(() => this.setLight());
    this.themeWatch.observe(document.body, { attributeFilter: ["class"] });
    this.setLight();
  }
  setLight() {
    const dark = this.theme === "page" ? document.body.classList.contains("body--dark") : this.theme === "dark";
    this.view.dom.style.colorScheme = this.theme === "page" ? "" : this.theme;
    this.dress("theme", [CM.syntaxHighlighting(dark ? CM.oneDarkHighlightStyle : CM.defaultHighlightStyle), CM.EditorView.theme({}, { dark })]);
  }
}

const plain = (text) => text.replace(/\r\n?/g, "\n");
function pasteOwn(view, event) {
  event.preventDefault();
  if (view.state.readOnly) return;
  const { from } = view.state.selection.main, line = view.state.doc.lineAt(from).from;
  const change = own.isLine ? { changes: { from: line, insert: `${own.text}\n` } } : view.state.replaceSelection(own.text);
  view.dispatch(view.state.update(change, { userEvent: "input.paste", scrollIntoView: true }));
}

const LOOK = CM.EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { overflow: "auto", fontFamily: 'var(--font-mono, "JetBrains Mono Variable", monospace)' },
  ".cm-content": { paddingTop: "1.4em", caretColor: "var(--ink)" },   // room for the name over a cursor in line 1
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent-soft) 45%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-ySelectionInfo": { opacity: 1, fontFamily: "var(--font, sans-serif)", padding: "0 4px", borderRadius: "4px 4px 4px 0", pointerEvents: "none" },
});
