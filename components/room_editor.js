// The editor of the live room: tabs of files over one shared document. Text goes by the document's own socket; tabs,
// languages and what the clipboard did go as operations; all is drawn from the room's `state`.
import { openRoomDocument, registerKey, roomLine } from "neurohire";

const SIZES = [10, 28];
const NOTICE_MS = 8000;

export default {
  template: `
    <section class="room-editor" :aria-label="say('editor')">
      <div class="room-editor-top">
        <div class="room-editor-tabs" role="tablist" :aria-label="say('files')" @keydown="arrow">
          <div v-for="file in files" :key="file.root" class="room-editor-tab" :class="{ 'is-on': file.root === root }" role="presentation">
            <input v-if="renaming === file.root" ref="name" class="room-editor-name" :value="file.name" maxlength="60" :aria-label="say('rename')" spellcheck="false" @keydown.enter.prevent="rename(file, $event.target.value)" @keydown.esc.prevent.stop="renaming = ''" @blur="rename(file, $event.target.value)">
            <button v-else type="button" role="tab" :id="tabId(file)" :aria-selected="file.root === root" :tabindex="file.root === root ? 0 : -1" :title="mayEdit ? say('rename_how') : file.name" @click="show(file.root)" @dblclick="startRename(file)" @keydown.f2.prevent="startRename(file)" @keydown.delete.prevent="askRemove(file)">
              <span class="room-editor-file">{{ file.name }}</span>
              <i v-for="one in others.filter((it) => it.root === file.root).slice(0, 3)" :key="one.id" class="room-editor-dot" :style="{ background: one.color }" :title="one.name"></i>
            </button>
            <button v-if="mayEdit && files.length > 1 && file.root === root && renaming !== file.root" type="button" class="room-editor-close has-icon i-close" :aria-label="say('remove', { name: file.name })" :title="say('remove', { name: file.name })" @click="askRemove(file)"></button>
          </div>
          <button v-if="mayEdit && files.length < most" type="button" class="room-editor-add has-icon i-add" :aria-label="say('add')" :title="say('add')" @click="add"></button>
        </div>
        <div class="room-editor-tools">
          <label class="room-editor-language"><span class="only-read">{{ say("language") }}</span>
            <select class="control" :value="file ? file.language : ''" :disabled="!mayEdit || !file" @change="chooseLanguage($event.target.value)"><option v-for="one in offered" :key="one" :value="one">{{ languageName(one) }}</option></select></label>
          <div class="room-editor-menu" @focusout="leaveMenu" @keydown.esc.stop="closeMenu">
            <button ref="menu" type="button" class="button button-quiet button-icon has-icon i-sliders" :aria-expanded="isOpen" :aria-label="say('look')" :title="say('look')" @click="isOpen = !isOpen"></button>
            <div v-show="isOpen" class="room-editor-choices" role="group" :aria-label="say('look')">
              <div class="room-editor-row"><span id="re-size">{{ say("size") }}</span>
                <span class="room-editor-stepper" role="group" aria-labelledby="re-size"><button type="button" class="button" :disabled="choices.fontSize <= sizes[0]" :aria-label="say('smaller')" @click="choose('fontSize', choices.fontSize - 1)">−</button><output>{{ choices.fontSize }}</output><button type="button" class="button" :disabled="choices.fontSize >= sizes[1]" :aria-label="say('larger')" @click="choose('fontSize', choices.fontSize + 1)">+</button></span></div>
              <label class="room-editor-row"><span>{{ say("theme") }}</span>
                <select class="control" :value="choices.theme" @change="choose('theme', $event.target.value)"><option v-for="one in ['page', 'light', 'dark']" :key="one" :value="one">{{ say("theme_" + one) }}</option></select></label>
              <label class="room-editor-row"><span>{{ say("wrap") }}</span><input type="checkbox" :checked="choices.wrap" @change="choose('wrap', $event.target.checked)"></label>
            </div>
          </div>
        </div>
      </div>
      <p v-if="notice" class="room-editor-notice" :class="{ 'is-problem': isProblem }" role="status">
        <span>{{ notice }}</span>
        <button v-if="removed" type="button" class="button button-quiet" @click="restore">{{ say("undo") }}</button>
        <button type="button" class="button button-quiet button-icon has-icon i-close" :aria-label="say('close')" @click="tell('')"></button>
      </p>
      <div class="room-editor-body" :class="{ 'is-hidden-work': isHeld }">
        <div ref="holder" class="room-editor-holder"></div>
        <div v-if="isHeld" class="room-editor-held" role="status"><div><span class="icon icon-large i-code" aria-hidden="true"></span><b>{{ say("held_title", { name: candidateName }) }}</b><p>{{ say("held_text", { time: clockOf(focus.until) }) }}</p></div></div>
      </div>
      <footer class="room-editor-foot">
        <ul class="room-editor-people" :aria-label="say('here')">
          <li v-for="one in people" :key="one.id"><i class="room-editor-dot" :style="{ background: one.color }" aria-hidden="true"></i>{{ one.name }}<span v-if="one.id === viewer.id">{{ say("you") }}</span></li>
        </ul>
        <span v-if="status.plain" class="room-editor-plain" role="status">{{ say("no_colours") }}</span>
        <span class="room-editor-saved" role="status" :data-state="savedState">{{ savedWords }}</span>
      </footer>
      <dialog ref="dialog" class="stage-dialog" :aria-label="removing ? say('remove_title', { name: removing.name }) : ''" @close="removing = null">
        <template v-if="removing">
          <h2>{{ say("remove_title", { name: removing.name }) }}</h2>
          <p>{{ say("remove_text") }}</p>
          <div class="line"><button type="button" class="button" autofocus @click="$refs.dialog.close()">{{ say("keep") }}</button>
            <button type="button" class="button button-danger" @click="remove">{{ say("remove_yes") }}</button></div>
        </template>
      </dialog>
    </section>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({
    view: null, root: "codemirror", status: { state: "connecting", waiting: 0, savedAt: null, people: [] }, renaming: "", removing: null, removed: null,
    notice: "", isProblem: false, isOpen: false, choices: { fontSize: 14, theme: "page", wrap: false }, sizes: SIZES, now: 0,
  }),
  computed: {
    editor() { return this.view?.editor ?? null; },
    files() { return this.editor?.files?.length ? this.editor.files : [{ root: "codemirror", name: this.say("first_file"), language: "" }]; },
    file() { return this.files.find((one) => one.root === this.root) ?? null; },
    most() { return this.editor?.most_files ?? 1; },
    offered() { return [...new Set([...(this.editor?.languages ?? []), this.file?.language].filter(Boolean))]; },
    focus() { return this.view?.focus ?? { is_on: false }; },
    isHeld() { return this.focus.is_on && this.viewer.seat !== "candidate" && Date.parse(this.focus.until) > this.now; },
    candidateName() { return this.view?.candidate_name ?? ""; },
    mayWrite() { return Boolean(this.view?.may_write) && this.viewer.seat !== "observer" && !["no_right", "signed_out"].includes(this.status.state); },
    mayEdit() { return this.mayWrite && !this.isHeld; },
    people() {
      const me = { id: this.viewer.id, name: this.viewer.name, color: this.editor?.colour ?? "var(--accent)", root: this.root };
      const here = this.status.state === "online" ? [me, ...this.status.people.filter((one) => one.id !== me.id)] : this.status.people;
      return [...new Map(here.map((one) => [one.id, one])).values()].sort((a, b) => (b.id === this.viewer.id) - (a.id === this.viewer.id) || a.name.localeCompare(b.name));
    },
    others() { return this.people.filter((one) => one.id !== this.viewer.id); },
    savedState() {
      if (this.view && !this.mayWrite) return "reading";          // before the room has said so nobody knows
      if (this.status.state === "online" || this.status.state === "connecting") return this.status.waiting ? "saving" : "saved";
      return "offline";
    },
    savedWords() {
      if (this.savedState === "reading") return this.say(this.viewer.seat === "observer" ? "read_only" : "closed");
      if (this.savedState === "offline") return this.say(this.status.waiting ? "on_device" : "offline");
      if (this.savedState === "saving") return this.say("saving");
      return this.status.savedAt ? this.say("saved_at", { time: this.clockOf(this.status.savedAt) }) : this.say("saved");
    },
  },
  created() {
    this.room = roomLine(this.interviewId, this.viewer);      // not in data(): Vue must not wrap them
    this.document = openRoomDocument(this.interviewId, this.viewer);
    this.choices = { ...this.document.choices };
    this.root = this.document.root;
  },
  mounted() {
    this.$refs.holder.append(this.document.holder);
    this.now = Date.now();
    this.ends = [
      this.room.onState((state) => this.take(state)),
      this.room.line.on("entry", (entry) => this.happened(entry)),
      this.document.on((status, clipboard) => this.follow(status, clipboard)),
      registerKey({ key: "Alt+PageDown", label: this.say("key_next"), group: this.say("editor"), run: () => this.next(1) }),
      registerKey({ key: "Alt+PageUp", label: this.say("key_previous"), group: this.say("editor"), run: () => this.next(-1) }),
      registerKey({ key: "Esc, Tab", label: this.say("key_leave"), group: this.say("editor"), run: () => {} }),
    ];
  },
  beforeUnmount() { this.ends.forEach((end) => end()); clearTimeout(this.noticeTimer); clearTimeout(this.heldTimer); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    clockOf(at) { return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }); },
    tabId(file) { return `room-file-${file.root}`; },
    languageName(name) { return name === "Plain text" ? this.say("plain_text") : name; },

    // -- what the server says ------------------------------------------------------
    take(state) {
      this.view = state;
      this.now = this.room.line.serverNow().getTime();
      clearTimeout(this.heldTimer);
      if (state.focus?.is_on) this.heldTimer = setTimeout(() => { this.now = this.room.line.serverNow().getTime() + 1; this.settle(); }, Math.max(0, Date.parse(state.focus.until) - this.now) + 50);
      if (!this.files.some((one) => one.root === this.root)) this.root = this.files[0].root;
      this.settle();
    },
    /** The document follows: which file, in which language, may it be written in. */
    settle() {
      this.document.show(this.root, this.file?.language || undefined);
      this.document.setPolicy(this.editor?.clipboard ?? "recorded");
      this.document.setReadOnly(!this.mayEdit);
    },
    happened({ kind, body, actor }) {
      if (kind === "file_added" && (body.question_id || actor === this.viewer.id)) this.wanted = body.root;
      if (kind === "file_restored" && actor === this.viewer.id) this.wanted = body.root;
      if (kind === "focus_started" || kind === "focus_ended") this.now = this.room.line.serverNow().getTime();
    },
    follow(status, clipboard) {
      this.status = { ...status };
      if (!clipboard) return;
      this.room.line.enqueue("note_clipboard", { action: clipboard.kind, size: clipboard.length });
      if (clipboard.blocked) this.tell(this.say("blocked"));
    },

    // -- files ---------------------------------------------------------------------
    show(root) {
      if (this.renaming && this.renaming !== root) this.renaming = "";
      this.root = root;
      this.settle();
    },
    next(step) {
      const place = this.files.findIndex((one) => one.root === this.root);
      this.show(this.files[(place + step + this.files.length) % this.files.length].root);
    },
    arrow(event) {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || event.target.tagName === "INPUT") return;
      event.preventDefault();
      this.next(step);
      this.$nextTick(() => document.getElementById(this.tabId(this.file))?.focus());
    },
    async add() { await this.operate("add_file", { language: this.file?.language ?? "" }); },
    startRename(file) {
      if (!this.mayEdit) return;
      this.show(file.root);
      this.renaming = file.root;
      this.$nextTick(() => { const field = this.$refs.name?.[0]; field?.focus(); field?.setSelectionRange(0, Math.max(0, file.name.lastIndexOf(".")) || file.name.length); });
    },
    async rename(file, name) {
      if (this.renaming !== file.root) return;
      this.renaming = "";
      if (name.trim() && name.trim() !== file.name) await this.operate("rename_file", { root: file.root, name: name.trim().slice(0, 200) });
    },
    askRemove(file) {
      if (!this.mayEdit || this.files.length < 2) return;
      this.removing = file;
      this.$nextTick(() => this.$refs.dialog.showModal());
    },
    async remove() {
      const { root, name } = this.removing;
      this.$refs.dialog.close();
      if (await this.operate("remove_file", { root })) { this.tell(this.say("removed", { name })); this.removed = root; }
    },
    async restore() {
      const root = this.removed;
      this.tell("");
      await this.operate("restore_file", { root });
    },
    async chooseLanguage(language) { await this.operate("choose_language", { root: this.root, language }); },
    async operate(kind, body) {
      const outcome = await this.room.line.send(kind, body);
      if (!outcome.ok) this.tell(outcome.message, true);
      return outcome.ok;
    },

    // -- look ----------------------------------------------------------------------
    choose(name, value) { this.choices = { ...this.choices, [name]: value }; this.document.choose(name, value); },
    closeMenu() { this.isOpen = false; this.$refs.menu.focus(); },
    leaveMenu(event) { if (!event.currentTarget.contains(event.relatedTarget)) this.isOpen = false; },
    tell(text, isProblem = false) {
      clearTimeout(this.noticeTimer);
      Object.assign(this, { notice: text, isProblem, removed: null });
      if (text) this.noticeTimer = setTimeout(() => this.tell(""), NOTICE_MS);
    },
  },
  watch: {
    /** A file that was just added is shown when the state brings it. */
    files: { deep: true, handler(files) {
      if (!this.wanted || !files.some((one) => one.root === this.wanted)) return;
      const root = this.wanted;
      this.wanted = "";
      this.show(root);
    } },
    mayEdit() { this.settle(); },
  },
};
