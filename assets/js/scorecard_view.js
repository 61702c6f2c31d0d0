// A scorecard to be filled in: lines with the rubric's anchors, words, a recommendation; saved as typed by its notes.
export const RECOMMENDATIONS = [["strong_yes", "Strong yes"], ["yes", "Yes"], ["no", "No"], ["strong_no", "Strong no"]];
const CHOICES = [null, 0, 1, 2, 3, 4];

export const ScorecardView = {
  props: { notes: Object, stamp: Number },
  template: `
    <div class="card-form">
      <p class="card-about">{{ about }}</p>
      <section v-for="group in groups" :key="group.name" class="card-group" :aria-label="group.name">
        <h4>{{ group.name }}</h4>
        <p v-if="group.about" class="card-question" :title="group.about">{{ group.about }}</p>
        <div v-for="line in group.lines" :key="line.key" class="card-line">
          <div class="card-line-head">
            <span :id="idOf(line)" class="card-line-name">{{ line.name }}</span>
            <span class="points" role="radiogroup" :aria-labelledby="idOf(line)" @mouseleave="hover = null">
              <label v-for="choice in choices" :key="String(choice)" :class="{ 'is-on': pointsOf(line) === choice, 'is-none': choice === null }"
                :title="anchorOf(line, choice)" @mouseenter="hover = { key: line.key, choice }">
                <input type="radio" :name="idOf(line)" :checked="pointsOf(line) === choice" :aria-label="choice === null ? 'not judged' : choice + ': ' + anchorOf(line, choice)"
                  @change="notes.score(line.key, { points: choice })">
                <span aria-hidden="true">{{ choice === null ? "–" : choice }}</span>
              </label>
            </span>
          </div>
          <div class="card-line-foot"><p class="card-anchor" :class="{ 'is-chosen': !isHovered(line) && pointsOf(line) !== null }">{{ shownAnchor(line) }}</p>
            <button v-if="!hasWords(line)" type="button" class="card-add" :aria-label="'Add words for ' + line.name" @click="openWords(line, $event)">Add words</button></div>
          <textarea v-if="hasWords(line)" class="control card-words" rows="2" maxlength="2000" :value="givenOf(line).words" :aria-label="'Why, for ' + line.name"
            placeholder="What was said, typed or done" @input="notes.score(line.key, { words: $event.target.value })" @focus="notes.focused = line.key" @blur="notes.focused = ''"></textarea>
        </div>
      </section>
      <section class="card-group card-overall" aria-label="Recommendation">
        <h4>Recommendation</h4>
        <div class="choices-four" role="radiogroup" aria-label="Recommendation">
          <label v-for="[value, word] in recommendations" :key="value" :class="{ 'is-on': notes.overall.recommendation === value }">
            <input type="radio" :name="notes.id + '-recommendation'" :checked="notes.overall.recommendation === value" @change="notes.judge({ recommendation: value })"><span>{{ word }}</span>
          </label>
        </div>
        <textarea class="control" rows="4" maxlength="4000" :value="notes.overall.words" aria-label="Reason for the recommendation" placeholder="Why? What you saw, in a few words."
          @input="notes.judge({ words: $event.target.value })" @focus="notes.focused = 'card'" @blur="notes.focused = ''"></textarea>
        <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
        <div class="card-end">
          <button type="button" class="button button-primary" :disabled="busy || !canSubmit" @click="ask">{{ label }}</button>
          <span class="muted small">{{ hint }}</span>
        </div>
      </section>
      <dialog ref="dialog" class="notes-dialog" aria-label="Submit your scorecard" @cancel="problem = ''">
        <h2>{{ isAgain ? "Submit the change?" : "Submit your scorecard?" }}</h2>
        <p>{{ isAgain ? "The newest version counts. The earlier one stays to be seen." : "Others who may see the interview can read it then, and you can read theirs. You can change it later; the earlier version stays to be seen." }}</p>
        <p v-if="open" class="muted">{{ open }}</p>
        <div class="dialog-actions">
          <button type="button" class="button" @click="$refs.dialog.close()">Go on writing</button>
          <button type="button" class="button button-primary" @click="submit">{{ label }}</button>
        </div>
      </dialog>
    </div>
  `,
  data: () => ({ hover: null, opened: {}, busy: false, problem: "", choices: CHOICES, recommendations: RECOMMENDATIONS }),
  computed: {
    groups() {
      void this.stamp;
      const groups = new Map();
      for (const line of this.notes.card.lines) {
        if (!groups.has(line.group)) groups.set(line.group, { name: line.group, about: line.about, lines: [] });
        groups.get(line.group).lines.push(line);
      }
      return [...groups.values()];
    },
    isAgain() { void this.stamp; return this.notes.card.versions > 0; },
    about() {
      void this.stamp;
      if (!this.isAgain) return "Only you see it until you submit it, and you see the others' then.";
      const at = new Date(this.notes.card.submitted_at).toLocaleString([], { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      return this.isChanged ? `Submitted ${at}. What you changed since is seen when you submit it.` : `Submitted ${at}. You can still change it.`;
    },
    isChanged() {
      void this.stamp;
      const { card } = this.notes;
      return card.has_changes || this.notes.touched;
    },
    canSubmit() { void this.stamp; return this.notes.isLive && (!this.isAgain || this.isChanged); },
    label() { return this.isAgain ? "Submit the change" : "Submit scorecard"; },
    hint() { void this.stamp; return this.notes.isLive ? "" : "It can be submitted once the interview has begun."; },
    open() {
      void this.stamp;
      const count = this.notes.card.lines.filter((line) => this.pointsOf(line) === null).length;
      return count ? `${count} of ${this.notes.card.lines.length} lines have no points. They count for nothing.` : "";
    },
  },
  methods: {
    idOf(line) { return `line-${this.notes.card.lines.indexOf(line)}-${this.notes.id}`; },
    givenOf(line) { void this.stamp; return this.notes.given[line.key] ?? { points: null, words: "" }; },
    pointsOf(line) { return this.givenOf(line).points; },
    hasWords(line) { return this.opened[line.key] || this.givenOf(line).words !== "" || this.pointsOf(line) !== null; },
    anchorOf(line, choice) { return choice === null ? "Not judged" : line.anchors[choice]; },
    isHovered(line) { return this.hover?.key === line.key; },
    shownAnchor(line) {
      const choice = this.isHovered(line) ? this.hover.choice : this.pointsOf(line);
      return choice === null ? "Not judged" : `${choice} · ${this.anchorOf(line, choice)}`;
    },
    openWords(line, event) {
      const row = event.currentTarget.closest(".card-line");
      this.opened[line.key] = true;
      this.$nextTick(() => row.querySelector("textarea")?.focus());
    },
    ask() {
      const { recommendation, words } = this.notes.overall;
      this.problem = !recommendation ? "Please choose a recommendation first." : words.trim().length < 3 ? "Please say in a few words why." : "";
      if (!this.problem) this.$refs.dialog.showModal();
    },
    async submit() {
      this.$refs.dialog.close();
      this.busy = true;
      const outcome = await this.notes.submit();
      this.busy = false;
      this.problem = outcome.ok ? "" : outcome.message;
      if (outcome.ok) this.$emit("submitted");
    },
  },
  emits: ["submitted"],
};
