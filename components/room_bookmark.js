// One key keeps the moment for oneself; words may follow, and Enter or Esc leads back to where one was.
import { openNotes, registerKey } from "neurohire";

export default {
  template: `
    <span class="bookmark">
      <button type="button" class="button has-icon i-flag" :disabled="!ready" title="Keep this moment, for yourself" @click="mark">Bookmark <kbd aria-hidden="true">N</kbd></button>
      <teleport to="body">
        <form v-if="moment" ref="card" class="bookmark-card" aria-label="Bookmark" @submit.prevent="back" @focusout="left">
          <p><span class="icon icon-small i-flag" aria-hidden="true"></span><b>Kept for you</b> <span class="muted">{{ where }}</span></p>
          <input ref="words" class="control" maxlength="500" placeholder="Add words, then Enter" aria-label="Words for this bookmark" :value="moment.words" @input="say" @keydown.esc.prevent.stop="back">
        </form>
      </teleport>
      <span class="only-read" role="status">{{ told }}</span>
    </span>
  `,
  props: { interviewId: String, viewer: Object },
  data: () => ({ moment: null, ready: false, told: "" }),
  computed: {
    where() {
      const { question, file, line } = this.moment;
      return [question ? `Question ${question}` : "", file && line ? `${file}:${line}` : file].filter(Boolean).join(" · ");
    },
  },
  mounted() {
    this.notes = openNotes(this.interviewId, this.viewer);
    const run = () => this.mark();
    this.ends = [
      this.notes.on(() => this.follow()),
      registerKey({ key: "N", label: "Bookmark this moment", run }), registerKey({ key: "Alt+N", label: "Bookmark this moment, also while you type", run }),
    ];
    this.follow();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); },
  methods: {
    follow() { this.ready = this.notes.isLoaded && !this.notes.isOver && !this.notes.line.isFinal; },
    mark() {
      if (!this.ready) return;
      if (!this.moment) this.came = document.activeElement;
      this.moment = { ...this.notes.mark() };
      this.told = "Bookmark kept. You can add words.";
      this.$nextTick(() => this.$refs.words?.focus());
    },
    say(event) {
      this.moment.words = event.target.value;
      this.notes.describe(this.moment.key, event.target.value);
    },
    back() {
      const to = this.came?.isConnected && this.came !== document.body ? this.came : null;
      this.close();
      to?.focus();
    },
    left(event) { if (!this.$refs.card?.contains(event.relatedTarget)) this.close(); },
    close() { this.moment = null; this.came = null; this.told = ""; },
  },
};
