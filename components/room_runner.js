// Under the room's editor: runs the file that is shown, and shows what every run here printed and passed.
import { callText, openRuns, registerKey, roomLine, runnable } from "neurohire";

const WARM_MS = 2500;                                      // the call goes first
const ENDINGS = { python: ".py", javascript: ".js" };
const SIZES = ["small", "middle", "large"];

export default {
  template: `
    <section class="room-runner" :data-size="size" :aria-label="say('run_code')">
      <header class="room-runner-top">
        <template v-if="mayRun">
          <button v-if="!own" type="button" class="button button-primary has-icon i-play room-run" :disabled="!language || isHeld" :title="say('run_key')" @click="run(false)">{{ say("run") }}</button>
          <button v-else type="button" class="button has-icon i-stop room-stop" @click="stop">{{ say("stop") }}</button>
          <button v-if="cases.length" type="button" class="button has-icon i-check room-test" :disabled="!language || isHeld || !!own" :title="say('test_key')" @click="run(true)">{{ say("run_tests") }}</button>
          <button type="button" class="button button-quiet has-icon i-text room-input-open" :aria-expanded="isInputOpen" aria-controls="room-run-input" @click="openInput">{{ say("input") }}<span v-if="stdin && !isInputOpen" class="room-runner-dot" :title="say('has_input')"></span></button>
        </template>
        <span class="room-runner-state" role="status">{{ stateWords }}</span>
        <select v-if="runs.length > 1" class="control room-runner-past" :aria-label="say('runs')" :value="shown ? shown.id : ''" @change="choose($event.target.value)"><option v-for="one in runs" :key="one.id" :value="one.id">{{ nameOf(one) }}</option></select>
        <span class="room-runner-sizes">
          <button type="button" class="button button-quiet button-icon has-icon i-down" :disabled="size === 'small'" :aria-label="say('smaller')" :title="say('smaller')" @click="resize(-1)"></button>
          <button type="button" class="button button-quiet button-icon has-icon i-up" :disabled="size === 'large'" :aria-label="say('larger')" :title="say('larger')" @click="resize(1)"></button>
        </span>
      </header>
      <div v-show="size !== 'small'" class="room-runner-body">
        <label v-if="mayRun" v-show="isInputOpen" id="room-run-input" class="room-runner-input"><span>{{ say("input_label") }}</span>
          <textarea ref="input" class="control" v-model="stdin" maxlength="20000" spellcheck="false" :placeholder="say('input_hint')"></textarea></label>
        <div class="room-runner-out" ref="out" tabindex="0" role="log" :aria-label="say('output')">
          <p v-if="!shown && !cases.length" class="room-runner-none">{{ say(mayRun ? "none_yet" : "none") }}</p>
          <template v-if="shown">
            <p class="room-runner-about"><b>{{ whose(shown) }}</b><span v-if="shown.file">{{ shown.file }}</span><span>{{ clockOf(shown.at) }}</span>
              <span v-if="shown.end && shown.end.seconds">{{ say("seconds", { seconds: shown.end.seconds.toFixed(2) }) }}</span>
              <span v-if="shown.seat === 'candidate'" class="chip chip-tag" :title="say('self_reported_why')">{{ say("self_reported") }}</span></p>
            <pre v-if="shown.parts.length" class="room-runner-text"><span v-for="(part, index) in shown.parts" :key="index" :class="part.kind">{{ part.text }}</span></pre>
            <p v-if="endWords" class="room-runner-end" :class="{ 'is-problem': !shown.end.ok }">{{ endWords }}</p>
          </template>
          <table v-if="rows.length" class="room-runner-cases">
            <caption>{{ passedWords }}</caption>
            <thead><tr><th scope="col">{{ say("case") }}</th><th scope="col">{{ say("expected") }}</th><th scope="col">{{ say("came") }}</th><th scope="col">{{ say("result") }}</th></tr></thead>
            <tbody><tr v-for="row in rows" :key="row.place" :data-outcome="row.outcome || 'none'">
              <td><span v-if="row.name">{{ row.name }}</span><code>{{ row.call }}</code><span v-if="row.hidden" class="chip chip-tag">{{ say("hidden") }}</span></td>
              <td><code>{{ row.expected }}</code></td><td><code>{{ row.got }}</code></td>
              <td><span class="room-runner-outcome"><span class="icon" :class="iconOf(row)" aria-hidden="true"></span>{{ say("outcome_" + (row.outcome || "none")) }}</span></td>
            </tr></tbody>
          </table>
        </div>
      </div>
    </section>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({ view: null, runs: [], runnerState: "off", chosen: "", stdin: "", isInputOpen: false, size: "middle", tick: 0 }),
  computed: {
    mayRun() { return Boolean(this.view?.may_write) && this.viewer.seat !== "observer"; },
    isHeld() { return Boolean(this.view?.focus?.is_on) && this.viewer.seat !== "candidate"; },
    own() { return this.runs.find((one) => one.mine && !one.end) ?? null; },
    shown() { return this.runs.find((one) => one.id === this.chosen) ?? this.runs[0] ?? null; },
    cases() { return this.view?.runs?.cases ?? []; },
    files() { return this.view?.editor?.files ?? []; },
    /** The editor's tab is not reactive: `tick` looks again. */
    file() { this.tick; const { root } = this.document() ?? {}; return this.files.find((one) => one.root === root) ?? this.files[0] ?? null; },
    language() { return runnable(this.file?.language); },
    rows() {
      const isOfThis = this.shown?.question === (this.view?.runs?.question_id ?? "");   // else a run of an earlier question is looked at
      const results = new Map((isOfThis ? this.shown.cases ?? [] : []).map((one) => [one.place, one]));
      const known = this.shown?.mode === "program" && isOfThis ? [] : this.cases;   // what a program printed needs the place
      return known.map((one) => ({
        ...one, call: one.function ? callText(one) : this.say("program_with", { input: JSON.stringify(one.stdin).slice(0, 80) }),
        expected: one.function ? JSON.stringify(one.expected) : one.expected, outcome: "", got: "", ...pick(results.get(one.place)),
      })).slice(0, 20);
    },
    passedWords() {
      const ran = this.rows.filter((row) => row.outcome);
      return ran.length ? this.say("passed", { number: ran.filter((row) => row.outcome === "passed").length, all: this.rows.length }) : this.say("tests", { all: this.rows.length });
    },
    stateWords() {
      if (this.own) return this.say(this.runnerState === "loading" ? "starting" : "running");
      if (this.isHeld) return this.say("held");
      if (this.mayRun && this.file && !this.language) return this.say("not_run", { language: this.file.language });
      if (this.runnerState === "unable") return this.say("error_unable");
      return this.mayRun && this.language && this.runnerState === "loading" ? this.say("getting_ready") : "";
    },
    endWords() {
      const end = this.shown?.end;
      if (!end) return "";
      const words = [];
      if (end.hint && this.texts[`hint_${end.hint}`]) words.push(this.say(`hint_${end.hint}`));
      else if (end.error && end.error !== "error") words.push(this.say(`error_${end.error}`));
      else if (end.ok && !this.shown.parts.length && this.shown.mode === "program") words.push(this.say("said_nothing"));
      if (end.truncated) words.push(this.say("cut"));
      return words.join(" ");
    },
  },
  created() {
    this.room = roomLine(this.interviewId, this.viewer);
    this.kept = openRuns(this.interviewId, this.viewer);    // not in data(): Vue must not wrap it
  },
  mounted() {
    this.ends = [
      this.room.onState((state) => { this.view = state; }),
      this.kept.on(() => this.follow()),
      registerKey({ key: "Ctrl+Enter", label: this.say("run_file"), group: this.say("run_code"), run: () => this.run(false) }),
      registerKey({ key: "Ctrl+Shift+Enter", label: this.say("run_tests"), group: this.say("run_code"), run: () => this.run(true) }),
      early((event) => this.run(event.shiftKey)),
    ];
    this.looking = setInterval(() => { this.tick += 1; }, 500);
    this.warming = setTimeout(() => this.warm(), WARM_MS);
    this.follow();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); clearInterval(this.looking); clearTimeout(this.warming); },
  watch: {
    language() { clearTimeout(this.warming); this.warming = setTimeout(() => this.warm(), WARM_MS); },
    mayRun(may) { if (may) this.warming = setTimeout(() => this.warm(), WARM_MS); },
  },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    clockOf(at) { return at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }); },
    whose(run) { return run.mine || run.by === this.viewer.id ? this.say("in_yours") : this.say("in_browser", { name: run.name }); },
    nameOf(run) { return [this.clockOf(run.at), run.mine ? this.say("you") : run.name, run.file, run.mode === "tests" ? this.say("run_tests") : ""].filter(Boolean).join(" · "); },
    iconOf(row) { return { passed: "i-check", "": "i-dot", not_run: "i-dot", too_long: "i-clock" }[row.outcome] ?? "i-close"; },
    document() { return globalThis.neurohireDocuments?.get(`${this.view?.editor?.document_id ?? this.interviewId}/${this.viewer.id}`); },
    warm() { if (this.mayRun && this.language && !this.isHeld) this.kept.runner.preload(this.language); },
    follow() {
      const newest = this.kept.list[0]?.id;
      if (newest !== this.newest) { this.newest = newest; this.chosen = ""; if (newest && this.size === "small") this.size = "middle"; }
      this.runnerState = this.kept.runner.state;
      this.runs = this.kept.list.map((one) => ({ ...one, parts: [...one.parts], cases: one.cases && [...one.cases] }));
      const out = this.$refs.out;
      if (out && this.runs[0] && !this.runs[0].end && this.runs[0].mode === "program") this.$nextTick(() => { out.scrollTop = out.scrollHeight; });
    },
    choose(id) { this.chosen = id; },
    resize(step) { this.size = SIZES[Math.max(0, Math.min(2, SIZES.indexOf(this.size) + step))]; },
    openInput() {
      this.isInputOpen = !this.isInputOpen;
      if (this.size === "small") this.size = "middle";
      if (this.isInputOpen) this.$nextTick(() => this.$refs.input?.focus());
    },
    stop() { this.kept.stop(); },
    /** All files go along: a program may import its neighbours. */
    run(isTest) {
      const held = this.document(), file = this.file, language = this.language;
      if (!this.mayRun || !language || this.isHeld || this.own || !held || !file || (isTest && !this.cases.length)) return;
      const named = (one) => (one.root === file.root && !/\.\w+$/.test(one.name) ? `main${ENDINGS[language]}` : one.name.replace(/[/\\\\]/g, "-"));
      const files = Object.fromEntries(this.files.map((one) => [named(one), held.editor.doc.getText(one.root).toString()]));
      const job = { language, file: named(file), root: file.root, files, stdin: this.stdin };
      const cases = isTest ? JSON.parse(JSON.stringify(this.cases)) : null;   // not Vue's own: they travel
      this.kept.run(job, { questionId: this.view.runs?.question_id ?? "", cases });
    },
  },
};

/** Before the editor takes Ctrl+Enter for a blank line. */
function early(run) {
  const listener = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || !event.target.closest?.(".cm-editor, .room-runner")) return;
    event.preventDefault();
    event.stopPropagation();
    run(event);
  };
  addEventListener("keydown", listener, true);
  return () => removeEventListener("keydown", listener, true);
}

function pick(result) {
  if (!result) return {};
  const { outcome, got } = result;
  return { outcome, got: outcome === "passed" && !got ? "" : got };
}
