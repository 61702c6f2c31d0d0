// A link to hand on; where the clipboard is refused (plain http), the text is selected for the person to copy.
export default {
  template: `
    <div class="field">
      <div class="copy-link">
        <input ref="url" class="copy-link-url" readonly :value="url" :aria-label="label" @focus="$event.target.select()">
        <button type="button" class="button has-icon" :class="copied ? 'i-check' : 'i-copy'" @click="copy">{{ word }}</button>
        <a v-if="href" class="button button-icon has-icon i-open" :href="href" target="_blank" rel="noopener noreferrer" :aria-label="'Open ' + label" title="Open"></a>
      </div>
      <p v-if="expires" class="copy-link-when">{{ expires }}</p>
      <span class="only-read" role="status">{{ copied ? "Copied" : "" }}</span>
    </div>
  `,
  props: { url: String, href: String, expires: String, label: String },
  data: () => ({ copied: false, refused: false }),
  computed: {
    word() {
      if (this.refused) return "Press Ctrl+C";
      return this.copied ? "Copied" : "Copy";
    },
  },
  unmounted() {
    clearTimeout(this.timer);
  },
  methods: {
    async copy() {
      this.copied = this.refused = false;
      try {
        await navigator.clipboard.writeText(this.url);
        this.copied = true;
      } catch {
        this.$refs.url.focus();
        this.refused = true;
      }
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.copied = this.refused = false), 2500);
    },
  },
};
