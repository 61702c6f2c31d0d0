// The shared document of a live interview: one per page, owned by this module, so that neither a re-mounted element nor
// a restart of the server ends it. The element only shows it.
import { createEditor } from "./editor.js";

const documents = (globalThis.neurohireDocuments ??= new Map());
const CHOICES = "nh-editor-choices";                       // font size, theme, wrap: of this browser
const QUIET_MS = 1000;                                     // a paste may come as several events

/** `viewer`: {seat, id, name}. The same object again for the same document and person. */
export function openRoomDocument(documentId, viewer) {
  const key = `${documentId}/${viewer.id}`;
  if (!documents.has(key)) documents.set(key, new RoomDocument(documentId, viewer));
  return documents.get(key);
}

/** Where this person looks: {root, line}; null where the document is not open on this page. */
export function placeIn(documentId, viewer) {
  const found = documents.get(`${documentId}/${viewer.id}`), state = found?.editor?.view?.state;
  return state ? { root: found.root, line: state.doc.lineAt(state.selection.main.head).number } : null;
}

class RoomDocument {
  constructor(documentId, viewer) {
    Object.assign(this, { documentId, viewer, root: "codemirror", language: undefined, readOnly: true, policy: "allowed" });
    this.status = { state: "connecting", waiting: 0, savedAt: null, people: [] };
    this.listeners = new Set();
    this.holder = Object.assign(document.createElement("div"), { className: "nh-editor room-editor-code" });
    this.choices = { fontSize: 14, theme: "page", wrap: false, ...readChoices() };
    this.build();
  }

  /** Called with the status after every change, and with {clipboard} when something was copied or pasted. Returns its end. */
  on(listener) {
    this.listeners.add(listener);
    listener(this.status, null);
    return () => this.listeners.delete(listener);
  }
  show(root, language) { Object.assign(this, { root, language }); this.editor.show(root, language); }
  setReadOnly(readOnly) { if (readOnly !== this.readOnly) { this.readOnly = readOnly; this.editor.setReadOnly(readOnly); } }
  setPolicy(policy) { this.policy = policy; this.editor.setClipboardPolicy(policy); }
  choose(name, value) {
    this.choices[name] = value;
    this.dress();
    try { localStorage.setItem(CHOICES, JSON.stringify(this.choices)); } catch { /* it is kept until the page goes */ }
  }
  dress() {
    this.editor.setFontSize(this.choices.fontSize);
    this.editor.setWrap(this.choices.wrap);
    this.editor.setTheme(this.choices.theme);
  }

  build() {
    this.editor?.destroy();
    this.holder.replaceChildren();
    this.editor = createEditor({
      parent: this.holder, documentId: this.documentId, person: this.viewer.id, root: this.root, language: this.language,
      readOnly: this.readOnly, clipboardPolicy: this.policy, ...this.choices, label: "Code editor",
      onStatus: (status) => { this.status = status; this.tell(null); },
      onClipboard: (event) => this.clipboard(event),
      onReset: () => this.build(),
    });
    this.holder.editor = this.editor;
  }
  clipboard({ kind, length, blocked }) {
    const now = Date.now();
    if (this.lastClipboard?.kind === kind && this.lastClipboard.length === length && now - this.lastClipboard.at < QUIET_MS) return;
    this.lastClipboard = { kind, length, at: now };
    this.tell({ kind, length, blocked });
  }
  tell(clipboard) { for (const listener of this.listeners) listener(this.status, clipboard); }
}

function readChoices() {
  try {
    const { fontSize, theme, wrap } = JSON.parse(localStorage.getItem(CHOICES) ?? "{}");
    return {
      ...(Number.isInteger(fontSize) && fontSize >= 10 && fontSize <= 28 && { fontSize }),
      ...(["page", "light", "dark"].includes(theme) && { theme }),
      ...(typeof wrap === "boolean" && { wrap }),
    };
  } catch { return {}; }
}
