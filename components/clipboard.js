// A button that copies a text the server makes when asked; where the clipboard is refused, a box to copy from.
export default {
  template: `
    <span>
      <button type="button" class="button has-icon" :class="[copied ? 'i-check' : 'i-copy', busy && 'is-busy']" @click="ask">{{ copied ? "Copied" : label }}</button>
      <dialog ref="box" class="copy-box" :aria-label="label">
        <p>Press Ctrl+C to copy.</p>
        <textarea ref="text" class="control" rows="8" readonly :value="words"></textarea>
        <form method="dialog"><button class="button">Close</button></form>
      </dialog>
      <span class="only-read" role="status">{{ copied ? "Copied" : "" }}</span>
    </span>
  `,
  props: { label: String },
  data: () => ({ copied: false, busy: false, words: "" }),
  unmounted() {
    clearTimeout(this.timer);
  },
  methods: {
    ask() {
      this.busy = true;
      this.$emit("ask");
      this.timer = setTimeout(() => (this.busy = false), 5000);
    },
    async offer(words) {
      clearTimeout(this.timer);
      this.busy = false;
      this.words = words;
      try {
        await navigator.clipboard.writeText(words);
        this.copied = true;
        this.timer = setTimeout(() => (this.copied = false), 2500);
      } catch {
        this.$refs.box.showModal();
        this.$nextTick(() => this.$refs.text.select());
      }
    },
  },
};
