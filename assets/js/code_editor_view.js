// The code editor as a Vue component, for components/code_editor.js and to be embedded in other elements:
// <code-editor :document-id="id" person="…" language="python" @status="…" @clipboard="…"/>; a new document-id opens that document.
import { createEditor } from "./editor.js";

export const CodeEditorView = {
  template: `<div class="nh-editor"></div>`,
  props: {
    documentId: String, person: { type: String, default: "" }, root: { type: String, default: "codemirror" },
    path: { type: String, default: "/ws/documents" }, language: String, readOnly: Boolean,
    clipboardPolicy: { type: String, default: "allowed" }, label: { type: String, default: "Code editor" },
  },
  emits: ["status", "clipboard"],
  watch: {
    documentId() { this.build(); },
    root() { this.build(); },
    language(name) { this.editor?.setLanguage(name); },
    readOnly(value) { this.editor?.setReadOnly(value); },
    clipboardPolicy(policy) { this.editor?.setClipboardPolicy(policy); },
  },
  mounted() { this.build(); },
  beforeUnmount() { this.editor?.destroy(); },
  methods: {
    build() {
      this.editor?.destroy();
      this.editor = null;
      if (!this.documentId) return;
      const { documentId, person, root, path, language, readOnly, clipboardPolicy, label } = this;
      // not in data(): Vue must not wrap the document
      this.editor = createEditor({
        parent: this.$el, documentId, person, root, path, language, readOnly, clipboardPolicy, label,
        onStatus: (status) => this.report(status),
        onClipboard: (event) => this.$emit("clipboard", event),
        onReset: () => this.build(),
      });
      this.$el.editor = this.editor;
    },
    /** At most four a second; `seq` because NiceGUI may deliver early events out of order. */
    report(status) {
      const text = JSON.stringify(status);
      if (text === this.reported) return;
      this.latest = status;
      this.timer ??= setTimeout(() => {
        this.timer = null;
        this.reported = JSON.stringify(this.latest);
        this.$emit("status", { ...this.latest, seq: (this.seq = (this.seq ?? 0) + 1) });
      }, 250);
    },
    focus() { this.editor?.focus(); },
    whenSaved(ms) { return this.editor?.whenSaved(ms) ?? true; },
    forget() { return this.editor?.forget(); },
    getText() { return this.editor?.getText() ?? ""; },
  },
};
