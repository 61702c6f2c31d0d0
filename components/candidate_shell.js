// The candidate's shell. "I have a problem" works without the server: it is the moment the server may be away.
export default {
  template: `
    <div class="candidate">
      <a class="skip-link" href="#main">{{ texts.skip }}</a>
      <header class="candidate-bar">
        <div class="candidate-who"><b>{{ position }}</b><span>{{ company }}</span></div>
        <div class="steps" v-if="steps.length && step > 0">
          <ol aria-hidden="true"><li v-for="(s, i) in steps" :key="i" :class="{ 'is-past': i + 1 < step, 'is-now': i + 1 === step }"></li></ol>
          <span>{{ where }}</span>
        </div>
        <div v-else></div>
        <div class="candidate-side"><slot name="chip" /></div>
      </header>
      <main id="main" class="candidate-main" :class="{ 'is-wide': wide }" tabindex="-1"><slot /></main>
      <aside class="problem" ref="box" @keydown.esc="close">
        <div v-show="open" id="problem-card" class="problem-card" role="dialog" :aria-label="texts.problem_title">
          <h2>{{ texts.problem_title }}</h2>
          <p>{{ texts.problem_text }}</p>
          <p v-if="contact" class="small">{{ texts.problem_contact }} <a :href="'mailto:' + contact">{{ contact }}</a></p>
          <slot name="problem" />
          <div class="line">
            <button ref="first" type="button" class="button has-icon i-retry" @click="reload">{{ texts.problem_reload }}</button>
            <button type="button" class="button button-quiet" @click="close">{{ texts.close }}</button>
          </div>
        </div>
        <button ref="button" type="button" class="button has-icon i-life-ring" :aria-expanded="open" aria-controls="problem-card" @click="toggle">{{ texts.problem }}</button>
      </aside>
      <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
    </div>
  `,
  props: { company: String, position: String, steps: Array, step: Number, contact: String, wide: Boolean, texts: Object },
  data: () => ({ open: false }),
  computed: {
    where() {
      const count = this.texts.step.replace("{now}", this.step).replace("{all}", this.steps.length);
      return [count, this.steps[this.step - 1]].filter(Boolean).join(" · ");
    },
  },
  methods: {
    toggle() {
      this.open = !this.open;
      this.$emit("problem", this.open);
      if (this.open) this.$nextTick(() => this.$refs.first.focus());
    },
    close() {
      if (!this.open) return;
      this.open = false;
      this.$refs.button.focus();
    },
    reload() {
      location.reload();
    },
  },
};
