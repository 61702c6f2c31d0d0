// The questions of a live interview. A candidate's page draws the one that is shown from the `state` message and knows of
// no other; the team's page also reads the list with rubrics, which candidates are never sent.
import { roomLine } from "neurohire";

const TYPES = { technical: "quote", scenario: "life-ring", coding: "code", behavioural: "candidates" };
const QUIET = new Set(["shown_already", "hidden_already"]);   // a second click, or a colleague was quicker
const SEARCH_MS = 250;

export default {
  template: `
    <section v-if="isCandidate" class="rq rq-candidate" :aria-label="say('title')">
      <template v-if="shown">
        <p class="rq-kind"><span class="icon icon-small" :class="'i-' + types[shown.type]" aria-hidden="true"></span><span>{{ say("where", { number: shown.number }) }} · {{ say("kind_" + shown.type) }}</span></p>
        <p class="rq-text" tabindex="-1" dir="auto">{{ shown.text }}</p>
        <p v-if="shown.type === 'coding'" class="small muted">{{ say("coding_help") }}</p>
      </template>
      <div v-else-if="isKnown" class="rq-none"><p><b>{{ say("none_title") }}</b></p><p class="muted small">{{ say("none_text") }}</p></div>
      <span class="only-read" role="status">{{ news }}</span>
    </section>

    <section v-else class="rq" :aria-label="say('title')">
      <p v-if="problem" class="field-error i-error rq-problem" role="alert"><span>{{ problem }}</span><button type="button" class="button button-quiet button-icon has-icon i-close" :aria-label="say('close')" @click="problem = ''"></button></p>

      <article v-if="current" class="rq-now">
        <p class="rq-kind"><span class="icon icon-small i-eye" aria-hidden="true"></span><span>{{ say("shown_to", { name }) }}</span></p>
        <p class="rq-text" dir="auto">{{ current.text }}</p>
        <p class="rq-time small number" :class="{ 'is-over': isOver }"><span class="icon icon-small i-clock" aria-hidden="true"></span>{{ say("of_minutes", { time: clockOf(secondsOn), minutes: current.minutes }) }}</p>
        <div v-if="canChange" class="rq-actions">
          <button v-if="pending" type="button" class="button button-primary has-icon icon-after i-arrow-right" :disabled="isSending" @click="send('question_next')">{{ say("next") }}</button>
          <button type="button" class="button has-icon i-check" :disabled="isSending" @click="hide('answered')">{{ say("hide") }}</button>
          <button type="button" class="button button-quiet" :disabled="isSending" @click="hide('skipped')">{{ say("skip") }}</button>
        </div>
        <question-more :one="current" :say="say" :open="true" />
      </article>
      <div v-else-if="isKnown" class="rq-none">
        <p><b>{{ say("none_title") }}</b></p>
        <p class="muted small">{{ isLive ? say("none_text", { name }) : say("not_live", { name }) }}</p>
      </div>
      <div v-if="canChange && isKnown" class="rq-actions">
        <button v-if="!current && list.length" type="button" class="button button-primary has-icon icon-after i-arrow-right" :disabled="isSending || !pending || !isLive" @click="send('question_next')">{{ say("next") }}</button>
        <span v-if="isSending" class="small muted" role="status">{{ say("sending") }}</span>
        <span v-else-if="list.length && !pending" class="small muted">{{ say("none_left") }}</span>
      </div>
      <p v-if="viewer.seat === 'observer'" class="small muted rq-watching">{{ say("watching") }}</p>

      <p v-if="isUnread" class="rq-none small">{{ say("unread") }} <button type="button" class="button button-quiet" @click="read">{{ say("again") }}</button></p>
      <p v-if="isKnown && !list.length" class="rq-none small muted">{{ say("empty") }}</p>
      <ol v-if="rows.length" class="rq-list" :aria-label="say('list')">
        <li v-for="row in rows" :key="row.id" :class="'is-' + row.state">
          <details>
            <summary>
              <span class="rq-number number">{{ row.number }}</span>
              <span class="rq-words">{{ row.text }}</span>
              <span class="rq-side"><span class="icon icon-small" :class="'i-' + types[row.type]" role="img" :aria-label="say('type_' + row.type)" :title="say('type_' + row.type)"></span><span class="number">{{ sideOf(row) }}</span></span>
            </summary>
            <div class="rq-more">
              <p class="keep-lines small" dir="auto">{{ row.text }}</p>
              <p class="rq-tags small muted">{{ tagsOf(row) }}</p>
              <div v-if="canChange && row.id !== current?.id" class="rq-actions"><button type="button" class="button has-icon i-eye" :disabled="isSending || !isLive" @click="send('question_show', { question_id: row.id })">{{ say(row.state === "pending" ? "show" : "show_again") }}</button></div>
              <question-more :one="row" :say="say" />
            </div>
          </details>
        </li>
      </ol>

      <div v-if="canChange && isKnown && !form" class="rq-actions rq-add">
        <button ref="writeButton" type="button" class="button button-quiet has-icon i-edit" @click="openForm('own')">{{ say("write") }}</button>
        <button ref="bankButton" type="button" class="button button-quiet has-icon i-search" @click="openForm('bank')">{{ say("bank") }}</button>
      </div>
      <form v-if="form === 'own'" ref="form" class="rq-form" @submit.prevent="add(false)" @keydown.esc.prevent.stop="closeForm">
        <label class="field"><span class="field-label">{{ say("own_label") }}</span><textarea ref="own" class="control" rows="4" maxlength="1500" dir="auto" v-model="own"></textarea><span class="field-help">{{ say("own_help") }}</span></label>
        <label class="field"><span class="field-label">{{ say("own_type") }}</span><select class="control" v-model="ownType"><option v-for="(_, kind) in types" :key="kind" :value="kind">{{ say("type_" + kind) }}</option></select></label>
        <div class="rq-actions">
          <button type="button" class="button button-primary" :disabled="!isOwnReady || !isLive" @click="add(true)">{{ say("add_shown") }}</button>
          <button type="submit" class="button" :disabled="!isOwnReady">{{ say("add") }}</button>
          <button type="button" class="button button-quiet" @click="closeForm">{{ say("cancel") }}</button>
        </div>
      </form>
      <div v-if="form === 'bank'" ref="form" class="rq-form" @keydown.esc.prevent.stop="closeForm">
        <div class="rq-search">
          <input ref="search" class="control" type="search" :aria-label="say('search')" :placeholder="say('search')" maxlength="200" v-model="words" @input="searchSoon">
          <select class="control" :aria-label="say('own_type')" v-model="bankType" @change="search"><option value="">{{ say("all_kinds") }}</option><option v-for="(_, kind) in types" :key="kind" :value="kind">{{ say("type_" + kind) }}</option></select>
        </div>
        <p v-if="found && !found.length" class="small muted" role="status">{{ say("nothing") }}</p>
        <ul v-if="found" class="rq-found">
          <li v-for="one in found" :key="one.id">
            <p class="small" dir="auto">{{ one.text }}</p>
            <p class="rq-tags small muted">{{ say("type_" + one.type) }} · {{ one.skill }}<template v-if="one.levels.length"> · {{ one.levels.join(", ") }}</template> · {{ say(one.has_rubric ? "has_rubric" : "without_rubric") }}</p>
            <div class="rq-actions"><span v-if="one.is_here" class="small muted">{{ say("is_here") }}</span><template v-else>
              <button type="button" class="button" :disabled="isSending || !isLive" @click="pick(one, true)">{{ say("add_shown") }}</button>
              <button type="button" class="button button-quiet" :disabled="isSending" @click="pick(one, false)">{{ say("add") }}</button></template></div>
          </li>
        </ul>
        <div class="rq-actions"><button type="button" class="button button-quiet" @click="closeForm">{{ say("close") }}</button></div>
      </div>
    </section>
  `,
  components: {
    QuestionMore: {
      props: { one: Object, say: Function, open: Boolean },
      template: `
        <details v-if="one.rubric.length" class="rq-rubric" :open="open">
          <summary>{{ say("rubric") }}</summary>
          <section v-for="criterion in one.rubric" :key="criterion.key">
            <h4>{{ criterion.name }}<span v-if="criterion.weight !== 1" class="muted"> × {{ criterion.weight }}</span></h4>
            <ul><li v-for="point in criterion.points" :key="point">{{ point }}</li></ul>
            <details class="rq-anchors"><summary>{{ say("anchors") }}</summary><ol><li v-for="number in 5" :key="number"><b class="number">{{ number - 1 }}</b><span>{{ criterion.anchors[number - 1] }}</span></li></ol></details>
          </section>
        </details>
        <p v-else class="small muted">{{ say("no_rubric") }}</p>
        <details v-if="one.follow_ups.length" class="rq-rubric"><summary>{{ say("follow_ups") }}</summary><ul><li v-for="words in one.follow_ups" :key="words">{{ words }}</li></ul></details>
        <details v-if="one.quoted_fact" class="rq-rubric"><summary>{{ say("fact") }}</summary><p class="small keep-lines">{{ one.quoted_fact }}</p></details>
        <details v-if="one.starter" class="rq-rubric"><summary>{{ say("starter") }}<span class="muted">{{ one.languages.length ? " · " + one.languages.join(", ") : "" }}</span></summary><pre class="rq-code" tabindex="0">{{ one.starter }}</pre></details>
      `,
    },
  },
  props: { interviewId: String, viewer: Object, texts: Object },

  data: () => ({
    types: TYPES, isKnown: false, shown: null, list: [], questions: [], name: "", mayWrite: false, isLive: false, now: 0, problem: "", isSending: false, isUnread: false, news: "",
    form: "", own: "", ownType: "technical", words: "", bankType: "", found: null,
  }),

  computed: {
    isCandidate() { return this.viewer.seat === "candidate"; },
    canChange() { return this.viewer.seat === "interviewer" && this.mayWrite; },
    byId() { return new Map(this.questions.map((one) => [one.id, one])); },
    rows() { return this.list.map((row) => ({ ...this.byId.get(row.id), ...row })).filter((row) => row.text); },
    current() { return this.shown && this.byId.get(this.shown.id); },
    pending() { return this.list.some((row) => row.state === "pending"); },
    secondsOn() { return this.shown ? this.spentBefore + Math.max(0, (this.now - Date.parse(this.shown.since)) / 1000) : 0; },
    spentBefore() { return this.list.find((row) => row.id === this.shown?.id)?.seconds ?? 0; },
    isOver() { return this.current && this.secondsOn > this.current.minutes * 60; },
    isOwnReady() { return this.own.trim().length >= 10 && !this.isSending; },
  },

  created() {
    this.room = roomLine(this.interviewId, this.viewer);     // not in data(): Vue must not wrap it
    this.line = this.room.line;
  },
  mounted() {
    this.off = [
      this.room.onState((state) => this.look(state)),
      this.line.on("change", () => this.follow()),
      this.line.on("refused", ({ kind, code, message }) => { if (kind.startsWith("question_") && !QUIET.has(code)) this.problem = message; }),
    ];
    this.ticking = setInterval(() => this.tick(), 1000);
    this.tick();
    this.follow();
  },
  beforeUnmount() {
    this.off.forEach((off) => off());
    clearInterval(this.ticking);
    clearTimeout(this.searching);
    clearTimeout(this.retry);
  },

  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    clockOf(seconds) { return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`; },
    tick() { this.now = this.line.serverNow().getTime(); },

    look(state) {
      const part = state.questions, before = this.shown?.id, wasKnown = this.isKnown;
      Object.assign(this, { name: state.candidate_name, mayWrite: Boolean(state.may_write), isLive: state.state === "live" });
      if (!part) return;
      this.shown = part.shown ?? null;
      this.isKnown = true;
      if (this.isCandidate) {
        if (wasKnown && this.shown && this.shown.id !== before) this.news = this.say("shown_new");
        if (wasKnown && this.shown && this.shown.id !== before) dispatchEvent(new CustomEvent("nh-room-show", { detail: { panel: "question", interviewId: this.interviewId } }));
        return;
      }
      this.list = part.list;
      if (part.list.some(({ id }) => !this.byId.has(id))) this.read();
    },
    follow() {
      this.isSending = this.line.queue.some(({ kind }) => kind.startsWith("question_"));
    },
    /** The list with its rubrics, when there is a question in it that this page does not know. */
    async read() {
      clearTimeout(this.retry);
      try {
        this.questions = await this.fetched("questions");
        this.isUnread = false;
      } catch {
        this.isUnread = !this.questions.length;
        this.retry = setTimeout(() => this.read(), 4000);
      }
    },
    async fetched(what, query = {}) {
      const answer = await fetch(`${window.path_prefix ?? ""}/api/v1/interviews/${this.interviewId}/room/${what}?${new URLSearchParams(query)}`, { headers: { accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    },

    sideOf(row) {
      if (row.id === this.current?.id) return this.say("now");
      if (row.state === "skipped") return this.say("skipped");
      return row.state === "pending" ? this.say("planned", { minutes: row.minutes }) : this.say("spent", { time: this.clockOf(row.seconds) });
    },
    tagsOf(row) { return [this.say("type_" + row.type), row.skill, row.levels.join(", "), this.say("source_" + row.source), this.say("planned", { minutes: row.minutes })].filter(Boolean).join(" · "); },

    send(kind, body = {}) {
      this.problem = "";
      return this.line.send(kind, body);
    },
    hide(outcome) { return this.send("question_hide", { question_id: this.shown.id, outcome }); },

    openForm(form) {
      Object.assign(this, { form, found: null });
      if (form === "bank") this.search();
      this.$nextTick(() => { this.$refs.form?.scrollIntoView({ block: "start" }); this.$refs[form === "own" ? "own" : "search"]?.focus({ preventScroll: true }); });
    },
    closeForm() {
      const button = this.form === "own" ? "writeButton" : "bankButton";
      this.form = "";
      this.$nextTick(() => this.$refs[button]?.focus());
    },
    async add(isShown) {
      if (!this.isOwnReady) return;
      const outcome = await this.send("question_add", { text: this.own.trim(), type: this.ownType, is_shown: isShown && this.isLive });
      if (!outcome.ok) return;                               // the words stay where they are
      this.own = "";
      this.closeForm();
    },
    async pick(one, isShown) {
      const outcome = await this.send("question_pick", { pool_id: one.id, is_shown: isShown && this.isLive });
      if (!outcome.ok) return;
      if (isShown) this.closeForm();
      else one.is_here = true;
    },
    searchSoon() { clearTimeout(this.searching); this.searching = setTimeout(() => this.search(), SEARCH_MS); },
    async search() {
      const asked = (this.asked = (this.asked ?? 0) + 1);
      try {
        const found = await this.fetched("bank", { search: this.words.trim(), kind: this.bankType });
        if (asked !== this.asked) return;
        this.found = found;
        this.$nextTick(() => this.$refs.form?.scrollIntoView({ block: "start" }));   // what was found made room for it
      } catch {
        if (asked === this.asked) this.problem = this.say("unread");
      }
    },
  },
};
