// What was said, in words: each line may be corrected by the one who said it. What is typed here goes to the operation
// queue at once, line by line; the server keeps both versions.
const LONGEST = 2000;

export const SpokenView = {
  template: `
    <div v-if="shown.length" class="spoken">
      <template v-for="take in shown" :key="take.recording_id">
        <p v-if="take.state === 'waiting' && !take.is_delayed" class="spoken-wait" role="status"><span class="spoken-pulse" aria-hidden="true"></span>{{ say("spoken_wait") }}</p>
        <p v-else-if="take.state === 'waiting'" class="small muted" role="status">{{ say("spoken_delayed") }}</p>
        <p v-else-if="take.state === 'failed'" class="small spoken-none" role="status"><span class="icon icon-small i-info" aria-hidden="true"></span>{{ say("spoken_failed") }}</p>
        <p v-else-if="take.state === 'no_speech'" class="small spoken-none" role="status"><span class="icon icon-small i-info" aria-hidden="true"></span>{{ say("spoken_none") }}</p>
        <div v-else class="spoken-take" role="group" :aria-label="say('spoken_title')">
          <p class="spoken-title" role="status"><b>{{ say("spoken_title") }}</b> <span class="muted small">{{ say(take.source === "browser" ? "spoken_by_browser" : "spoken_help") }}</span></p>
          <div v-for="(line, number) in take.lines" :key="number" class="spoken-line" :class="{ 'is-corrected': words(take, number) !== line.heard }">
            <span class="spoken-time number" aria-hidden="true">{{ clockOf(line.start) }}</span>
            <div class="spoken-body">
              <textarea class="spoken-words" rows="1" :maxlength="longest" :readonly="readOnly" :value="words(take, number)" :aria-label="say('spoken_line', { time: clockOf(line.start) })" @input="typed(take, number, $event.target.value)" @keydown.enter.prevent="next($event)"></textarea>
              <span v-if="words(take, number) !== line.heard" class="spoken-heard small muted">{{ say("spoken_heard", { words: line.heard }) }}
                <button v-if="!readOnly" type="button" class="spoken-back" @click="typed(take, number, line.heard)">{{ say("spoken_back") }}</button></span>
            </div>
          </div>
        </div>
      </template>
    </div>
  `,
  props: { takes: Array, current: { type: String, default: "" }, interview: Object, texts: Object, readOnly: Boolean },
  data: () => ({ edited: {}, longest: LONGEST }),
  computed: {
    shown() { return this.takes.filter((take) => take.recording_id !== this.current || take.lines.length); },
  },
  watch: { takes: { immediate: true, handler() { this.recall(); } } },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    clockOf(seconds) { return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`; },
    key(take, number) { return `spoken/${take.recording_id}/${number}`; },
    words(take, number) { return this.edited[this.key(take, number)] ?? take.lines[number].text; },
    typed(take, number, text) {
      const key = this.key(take, number);
      this.edited[key] = text;
      this.interview.draft("transcript_correct", key, { recording_id: take.recording_id, line: number, text });
    },
    /** What this browser typed and the server has not, after a reload. */
    async recall() {
      for (const take of this.takes) for (const number of take.lines.keys()) {
        const key = this.key(take, number);
        if (key in this.edited) continue;
        const kept = await this.interview.unsavedDraft(key);
        if (kept && !(key in this.edited)) this.edited[key] = kept.text;
      }
    },
    next(event) {
      const all = [...this.$el.querySelectorAll("textarea")];
      all[all.indexOf(event.target) + 1]?.focus();
    },
  },
};
