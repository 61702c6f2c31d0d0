// The question set: order, words, rubric; a box that is open keeps its text when the set is shown anew.
export default {
  template: `
    <div class="question-set">
      <ol>
        <li v-for="(q, i) in shown" :key="q.id" class="question-row">
          <span class="question-number number" aria-hidden="true">{{ i + 1 }}</span>
          <div class="question-main">
            <div class="line"><span class="chip chip-tag chip-accent">{{ q.type }}</span><span class="chip chip-tag">{{ q.skill }}</span><span class="muted small">{{ q.source }}</span></div>
            <template v-if="editing === q.id">
              <label class="only-read" :for="'edit-' + q.id">Words of question {{ i + 1 }}</label>
              <textarea :id="'edit-' + q.id" ref="box" class="control" rows="4" maxlength="1600" v-model="draft" @keydown.esc="editing = ''"></textarea>
              <p class="field-help">10 to 1,500 characters. The rubric stays as it is.</p>
              <div class="line"><button type="button" class="button button-primary" @click="$emit('edit', { id: q.id, text: draft })">Save question {{ i + 1 }}</button>
                <button type="button" class="button button-quiet" @click="editing = ''">Cancel</button></div>
            </template>
            <p v-else class="question-words keep-lines">{{ q.text }}</p>
            <p v-if="q.fact" class="muted small">Stands on this line of the resume: “{{ q.fact }}”</p>
            <details v-if="q.rubric.length || q.followUps.length" class="question-rubric">
              <summary>Rubric{{ q.followUps.length ? " and follow-ups" : "" }}</summary>
              <div v-for="line in q.rubric" class="rubric-line">
                <b>{{ line[0] }} <span v-if="line[1] !== 1" class="muted small">× {{ line[1] }}</span></b>
                <ul><li v-for="point in line[2]">{{ point }}</li></ul>
                <ol class="score-anchors"><li v-for="(anchor, n) in line[3]"><b>{{ n }}</b><span>{{ anchor }}</span></li></ol>
              </div>
              <div v-if="q.followUps.length" class="rubric-line"><b>Asked when a point is not touched</b><ul><li v-for="f in q.followUps">{{ f }}</li></ul></div>
            </details>
            <p v-else class="muted small">No rubric: asked and shown to you, not assessed.</p>
          </div>
          <div v-if="canChange" class="question-tools" role="group" :aria-label="'Question ' + (i + 1)">
            <button v-for="t in tools(i)" :key="t.icon" type="button" class="button button-quiet button-icon has-icon" :class="'i-' + t.icon" :aria-label="t.label" :title="t.label" :disabled="t.off" @click="t.run(q, i)"></button>
          </div>
        </li>
      </ol>
      <div v-if="canChange" class="question-add">
        <button v-if="!adding" type="button" class="button has-icon i-add" @click="open">Add your own question</button>
        <template v-else>
          <div class="field"><label class="field-label" for="own-kind">Type</label>
            <select id="own-kind" class="control" v-model="kind"><option v-for="k in kinds" :key="k[0]" :value="k[0]">{{ k[1] }}</option></select></div>
          <div class="field"><label class="field-label" for="own-words">Your question</label>
            <textarea id="own-words" ref="own" class="control" rows="4" maxlength="1600" v-model="own" @keydown.esc="adding = false"></textarea>
            <p class="field-help">It has no rubric, so it is asked and shown to you, and not assessed.</p></div>
          <div class="line"><button type="button" class="button button-primary" @click="$emit('add', { text: own, kind })">Add this question</button>
            <button type="button" class="button button-quiet" @click="adding = false">Cancel</button></div>
        </template>
      </div>
    </div>
  `,
  props: { questions: Array, canChange: Boolean, kinds: Array },
  data: () => ({ editing: "", draft: "", adding: false, own: "", kind: "technical" }),
  computed: {
    shown() {
      return this.questions.map(([id, type, skill, source, text, fact, rubric, followUps]) => ({ id, type, skill, source, text, fact, rubric, followUps }));
    },
  },
  methods: {
    tools(i) {
      const n = `question ${i + 1}`;
      return [
        { icon: "up", label: `Move ${n} up`, off: i === 0, run: (q) => this.$emit("move", { id: q.id, place: i - 1 }) },
        { icon: "down", label: `Move ${n} down`, off: i === this.questions.length - 1, run: (q) => this.$emit("move", { id: q.id, place: i + 1 }) },
        { icon: "edit", label: `Edit ${n}`, run: (q) => this.edit(q) },
        { icon: "retry", label: `Another like ${n}`, run: (q) => this.$emit("replace", q.id) },
        { icon: "remove", label: `Remove ${n}`, off: this.questions.length === 1, run: (q) => this.$emit("remove", q.id) },
      ];
    },
    edit(q) {
      this.editing = q.id;
      this.draft = q.text;
      this.$nextTick(() => this.$refs.box?.[0]?.focus());
    },
    open() {
      this.adding = true;
      this.$nextTick(() => this.$refs.own?.focus());
    },
    saved(id) {
      if (id && this.editing === id) this.editing = "";
      if (!id) Object.assign(this, { adding: false, own: "" });
    },
  },
};
