// One's own notes, bookmarks and scorecard; it draws what the notes' module holds, so a re-mount loses nothing.
import { openNotes, ScorecardView } from "neurohire";

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
        <p class="notes-state" role="status"><span class="icon icon-small" :class="'i-' + saved.icon" aria-hidden="true"></span>{{ saved.words }}<template v-if="isLate"> · also written to after the end</template><template v-if="isLong"> · {{ left }} characters left</template></p>
        <div class="notes-marks">
          <h3>Bookmarks</h3>
          <p v-if="!bookmarks.length" class="muted small">{{ isOver ? "You set none." : "N keeps this moment: the time, the question and the line of code. Only you see it." }}</p>
          <ol class="marks" aria-label="Bookmarks">
            <li v-for="one in bookmarks" :key="one.key" :id="'bookmark-' + one.key" class="mark">
              <button v-if="showsMoments" type="button" class="mark-when mark-jump number" title="Show the code of this moment" @click="look(one)">{{ when(one.at) }}</button>
              <span v-else class="mark-when number" :title="full(one.at)">{{ when(one.at) }}</span>
              <span class="mark-where">{{ where(one) }}</span>
              <button type="button" class="mark-remove icon i-close" :aria-label="'Remove the bookmark of ' + when(one.at)" title="Remove" @click="remove(one)"></button>
              <input class="control mark-words" :value="one.words" maxlength="500" placeholder="Add words" :aria-label="'Words for the bookmark of ' + when(one.at)"
                @input="mine.describe(one.key, $event.target.value)" @focus="mine.focused = one.key" @blur="mine.focused = ''" @keydown.enter.prevent="$event.target.blur()" @keydown.esc.prevent.stop="$event.target.blur()">
            </li>
          </ol>
          <p v-if="removed" class="notes-undo" role="status">Bookmark removed. <button type="button" class="card-add" @click="undo">Undo</button></p>
        </div>
      </div>
      <scorecard-form v-if="hasCard && ready && mine.card" v-show="part === 'card' || wide" :notes="mine" :stamp="stamp" @submitted="$emit('submitted')"></scorecard-form>
    </div>
  `,
  props: { interviewId: String, viewer: Object, wide: Boolean, showsMoments: Boolean, maxText: Number },
  emits: ["submitted", "moment"],
  data: () => ({ mine: {}, stamp: 0, part: "notes", text: "", bookmarks: [], ready: false, isOver: false, isShut: false, isLate: false, beganAt: null, removed: null, saved: { icon: "save", words: "" }, fault: "" }),
  computed: {
    hasCard() { return this.viewer.seat === "interviewer"; },
    left() { return this.maxText - this.text.length; },
    isLong() { return this.left < 1000; },
  },
  created() {
    this.notes = openNotes(this.interviewId, this.viewer);
    this.mine = Vue.markRaw(this.notes);
  },
  mounted() {
    this.ends = [this.notes.on(() => this.follow())];
    this.follow();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); },
  methods: {
    follow() {
      const { notes } = this;
      Object.assign(this, { text: notes.text, bookmarks: [...notes.bookmarks], ready: notes.isLoaded, isOver: Boolean(notes.isOver), isShut: notes.line.isFinal, isLate: Boolean(notes.isLate), beganAt: notes.beganAt });
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
    remove(one) {
      this.removed = one;
      this.notes.unmark(one.key);
    },
    undo() {
      const { key, ...kept } = this.removed;
      this.removed = null;
      this.notes.restore(kept);
    },
    look(one) {
      this.$emit("moment", new Date(one.at).toISOString());
      document.querySelector(".playback")?.scrollIntoView({ block: "center" });
    },
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
