// One's own notes, bookmarks and scorecard; it draws what the notes' module holds, so a re-mount loses nothing.
import { openNotes, registerKey, ScorecardView } from "neurohire";

const FLASH_MS = 20_000;

export default {
  components: { ScorecardForm: ScorecardView },
  template: `
    <div class="notes" :class="{ 'is-wide': wide }">
      <div v-if="hasCard && !wide" class="notes-choice" role="tablist" aria-label="Notes or scorecard">
        <button type="button" role="tab" :aria-selected="part === 'notes'" @click="part = 'notes'">Notes</button>
        <button type="button" role="tab" :aria-selected="part === 'card'" @click="part = 'card'">Scorecard</button>
      </div>
      <p v-if="fault" class="note note-attention" role="alert">{{ fault }}</p>
      <div v-show="part === 'notes' || wide" class="notes-own">
        <label class="notes-label" :for="'notes-' + interviewId">Notes <span class="muted">only you see them</span></label>
        <textarea ref="text" class="control notes-text" :id="'notes-' + interviewId" :value="text" :disabled="!ready" :readonly="isShut" :maxlength="maxText" :placeholder="ready ? 'What you want to remember. Saved as you type.' : 'One moment …'"
          @input="write" @focus="mine.focused = 'note'" @blur="mine.focused = ''"></textarea>
        <p class="notes-state" role="status"><span class="icon icon-small" :class="'i-' + saved.icon" aria-hidden="true"></span>{{ saved.words }}<template v-if="isLong"> · {{ left }} characters left</template></p>
        <div class="notes-marks">
          <div class="notes-marks-head">
            <h3>Bookmarks</h3>
            <button v-if="!isOver" type="button" class="button has-icon i-flag" :disabled="!ready" @click="mark()">Bookmark <kbd aria-hidden="true">N</kbd></button>
          </div>
          <p v-if="!bookmarks.length" class="muted small">{{ isOver ? "You set none." : "N keeps this moment: the time, the question and the line of code. Only you see it." }}</p>
          <ol class="marks" aria-label="Bookmarks">
            <li v-for="one in bookmarks" :key="one.key" class="mark" :class="{ 'is-new': one.key === newest }">
              <span class="mark-when number" :title="full(one.at)">{{ when(one.at) }}</span>
              <span class="mark-where">{{ where(one) }}</span>
              <button type="button" class="mark-remove icon i-close" :aria-label="'Remove the bookmark of ' + when(one.at)" title="Remove" @click="remove(one)"></button>
              <input class="control mark-words" :ref="(field) => hold(one.key, field)" :value="one.words" maxlength="500" placeholder="Add words" :aria-label="'Words for the bookmark of ' + when(one.at)"
                @input="mine.describe(one.key, $event.target.value)" @focus="mine.focused = one.key" @blur="mine.focused = ''" @keydown.enter="back" @keydown.esc.stop="back">
            </li>
          </ol>
          <p v-if="removed" class="notes-undo" role="status">Bookmark removed. <button type="button" class="card-add" @click="undo">Undo</button></p>
        </div>
      </div>
      <scorecard-form v-if="hasCard && ready && mine.card" v-show="part === 'card' || wide" :notes="mine" :stamp="stamp" @submitted="$emit('submitted')"></scorecard-form>
    </div>
  `,
  props: { interviewId: String, viewer: Object, wide: Boolean, maxText: Number },
  emits: ["submitted"],
  data: () => ({ mine: {}, stamp: 0, part: "notes", text: "", bookmarks: [], ready: false, isOver: false, isShut: false, beganAt: null, newest: "", removed: null, saved: { icon: "save", words: "" }, fault: "" }),
  computed: {
    hasCard() { return this.viewer.seat === "interviewer"; },
    left() { return this.maxText - this.text.length; },
    isLong() { return this.left < 1000; },
  },
  created() {
    this.notes = openNotes(this.interviewId, this.viewer);
    this.mine = Vue.markRaw(this.notes);
    this.fields = new Map();
  },
  mounted() {
    const run = () => this.mark();
    this.ends = [this.notes.on(() => this.follow())];
    if (!this.wide) this.ends.push(registerKey({ key: "N", label: "Bookmark this moment", run }), registerKey({ key: "Alt+N", label: "Bookmark this moment, also while you type", run }));
    this.follow();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); clearTimeout(this.flash); },
  methods: {
    follow() {
      const { notes } = this;
      Object.assign(this, { text: notes.text, bookmarks: [...notes.bookmarks], ready: notes.isLoaded, isOver: Boolean(notes.isOver), isShut: notes.line.isFinal, beganAt: notes.beganAt });
      this.saved = this.safety();
      this.fault = notes.refusal || { away: "Your notes could not be read yet. We keep trying.", no_right: "You can't see notes here any more. What was saved is kept." }[notes.fault] || "";
      this.stamp += 1;
    },
    safety() {
      const { state, waiting } = this.notes.line;
      if (!this.notes.isLoaded) return { icon: "saving", words: "Reading your notes …" };
      if (waiting && state !== "online") return { icon: "offline", words: "Offline, kept on this device" };
      return waiting ? { icon: "saving", words: "Saving …" } : { icon: "save", words: "Saved" };
    },
    write(event) { this.notes.write(event.target.value); this.follow(); },
    /** The moment is kept at once; words may follow, and Enter or Esc leads back to where one was. */
    mark() {
      if (!this.ready || this.isOver || this.isShut) return;
      this.came = document.activeElement;
      const { key } = this.notes.mark();
      this.newest = key;
      clearTimeout(this.flash);
      this.flash = setTimeout(() => { this.newest = ""; }, FLASH_MS);
      this.part = "notes";
      this.$emit("marked");
      this.$nextTick(() => this.fields.get(key)?.focus());
    },
    back(event) {
      const to = this.came?.isConnected && this.came !== document.body ? this.came : null;
      event.target.blur();
      to?.focus();
    },
    remove(one) {
      this.removed = one;
      this.notes.unmark(one.key);
    },
    undo() {
      const { key, ...kept } = this.removed;
      this.removed = null;
      this.notes.restore(kept);
    },
    hold(key, field) { if (field) this.fields.set(key, field); else this.fields.delete(key); },
    when(at) {
      const began = this.beganAt && Date.parse(at) - Date.parse(this.beganAt);
      if (began === null || began === false || began < 0) return this.clock(at);
      const seconds = Math.floor(began / 1000);
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    },
    clock(at) { return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }); },
    full(at) { return `At ${this.clock(at)}`; },
    where({ question, file, line }) {
      const place = file ? (line ? `${file}:${line}` : file) : "";
      return [question ? `Question ${question}` : "", place].filter(Boolean).join(" · ");
    },
  },
};
