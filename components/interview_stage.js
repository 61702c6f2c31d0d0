// The candidate's interview, drawn from the server's `state` messages. What is typed goes to the operation queue, what is
// said to the recorder's chunks, code to the editor's document; this component owns none of it.
import { canRecognise, CodeEditorView, keepPage, openInterview, openRecorder, OwnCamera, Recognition, setTexts, SpokenView, ToldLine } from "neurohire";

const VOICE_TIME = 8000;                                   // ms; then the browser's own voice, or the text alone
const FEW_SECONDS = 300;                                   // from here on the time is told in words
const MODES = { speech: "mic", text: "text", code: "code" };
const MORE_LANGUAGES = ["Python", "JavaScript", "TypeScript", "Java", "C#", "C++", "C", "Go", "Rust", "Kotlin", "Swift", "PHP", "Ruby", "SQL", "Shell"];

export default {
  components: { CodeEditor: CodeEditorView, SpokenWords: SpokenView },
  template: `
    <div class="stage" :class="{ 'is-still': isReplaced }">
      <nh-banner v-show="!isShut && !isOver" :interview="interviewId" as="candidate"></nh-banner>

      <section v-if="isShut" class="card stage-card" role="alert">
        <h1>{{ say(shutWords + "_title") }}</h1>
        <p>{{ say(shutWords + "_text") }}</p>
        <p v-if="shutWords === 'elsewhere'"><button type="button" class="button button-primary has-icon i-open" @click="goOnHere">{{ say("go_on_here") }}</button></p>
      </section>

      <div v-if="!view" class="skeleton" :aria-label="say('loading')"><i></i><i></i><i></i></div>

      <section v-else-if="view.state === 'invited'" class="card stage-card stage-intro">
        <h1 ref="heading" tabindex="-1">{{ say("intro_title") }}</h1>
        <ul class="stage-list">
          <li v-for="line in introLines" :key="line"><span class="icon i-check" aria-hidden="true"></span><span>{{ line }}</span></li>
        </ul>
        <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
        <div class="line">
          <button type="button" class="button button-primary button-large has-icon i-play" :disabled="busy || isReplaced" @click="begin">{{ say("start") }}</button>
          <a class="button button-quiet" :href="'/interview/' + interviewId + '/check'">{{ say("check_again") }}</a>
        </div>
      </section>

      <template v-else-if="view.state === 'live'">
        <div class="stage-top">
          <div class="stage-progress">
            <ol aria-hidden="true"><li v-for="(one, i) in view.states" :key="i" :class="'is-' + one"></li></ol>
            <span>{{ where }}</span>
          </div>
          <div class="stage-time" :class="{ 'is-few': isFew }" role="timer" :aria-label="timeWords">
            <span>{{ timeWords }}</span>
            <span class="meter" aria-hidden="true"><i :style="{ width: timeShare + '%' }"></i></span>
          </div>
        </div>
        <p v-if="view.checks?.is_wished" class="stage-checks small" :data-state="watch" role="status"><span class="icon icon-small" :class="watch === 'watched' ? 'i-eye' : 'i-camera-off'" aria-hidden="true"></span>{{ texts.watch[watch] }}</p>
        <div class="note note-attention stage-told" v-show="told.length" role="status"><span class="icon i-info" aria-hidden="true"></span><div class="note-body"><p v-for="kind in told" :key="kind"><b>{{ texts.told[kind] }}</b></p><p v-if="told.length" class="small">{{ texts.told.people_decide }}</p></div></div>
        <div v-if="notice" class="note stage-notice" role="status"><span class="icon i-info" aria-hidden="true"></span><div class="note-body"><p>{{ notice }}</p></div>
          <button type="button" class="button button-quiet button-icon has-icon i-close" :aria-label="say('close')" @click="notice = ''"></button></div>

        <section v-if="turn" class="stage-turn" :aria-label="where">
          <header class="card stage-question">
            <p class="stage-kind">{{ turn.follow_up ? say("follow_up") : say("kind_" + turn.type) }}</p>
            <p v-if="turn.follow_up" class="muted keep-lines stage-before">{{ turn.text }}</p>
            <h1 ref="heading" tabindex="-1" class="keep-lines">{{ turn.follow_up ? turn.follow_up_text : turn.text }}</h1>
            <button v-if="voice !== 'none' && !isDeciding" type="button" class="button has-icon" :class="isSpeaking && !isFetching ? 'i-stop' : 'i-speaker'" @click="replay">{{ say(isFetching ? "voice_comes" : isSpeaking ? "stop_reading" : "replay") }}</button>
          </header>

          <div role="status">
            <div v-if="isDeciding" class="card stage-thinking">
              <span class="stage-dots" aria-hidden="true"><i></i><i></i><i></i></span>
              <div><h2 ref="thinking" tabindex="-1">{{ say("thinking_title") }}</h2><p class="muted">{{ say("thinking_text") }}</p></div>
            </div>
          </div>

          <div v-show="!isDeciding" class="stage-answer card">
            <div class="stage-modes" role="radiogroup" :aria-label="say('how')">
              <button v-for="one in modes" :key="one" type="button" role="radio" :aria-checked="mode === one" class="has-icon" :class="'i-' + icons[one]" :tabindex="mode === one ? 0 : -1" :disabled="isReplaced" @click="switchTo(one, $event)" @keydown="arrow">{{ say("mode_" + one) }}</button>
            </div>

            <div v-if="isAway" class="stage-away"><span class="icon icon-large i-pause" aria-hidden="true"></span><div><b>{{ say("moment_title") }}</b><p class="muted">{{ say("moment_text") }}</p></div>
              <button type="button" class="button button-primary" @click="comeBack">{{ say("moment_back") }}</button></div>

            <div v-if="mode === 'speech'" class="stage-speak">
              <template v-if="!consents.audio"><p>{{ say("no_audio") }}</p><a class="button" :href="'/interview/' + interviewId + '/welcome'">{{ say("change_choices") }}</a></template>
              <template v-else>
                <button type="button" class="button button-large has-icon" :class="rec.isOn ? 'button-danger i-stop' : 'button-primary i-mic'" :disabled="rec.state === 'asking' || rec.state === 'stopping' || isReplaced" @click="toggleRecording">{{ recordLabel }}</button>
                <div class="stage-level" role="img" :aria-label="say('level')"><i v-for="bar in 20" :key="bar" :class="{ 'is-on': rec.level * 20 >= bar }"></i></div>
                <span v-if="rec.isOn" class="number muted">{{ clockOf(rec.seconds) }}</span>
                <p v-if="recordFault" class="field-error i-error" role="alert">{{ recordFault }}</p>
                <p v-else-if="wasInterrupted" class="small">{{ say("interrupted") }}</p>
                <p v-else-if="keptSeconds && !rec.isOn" class="small stage-kept"><span class="icon icon-small i-check" aria-hidden="true"></span>{{ say("kept", { time: clockOf(keptSeconds) }) }}</p>
                <p v-if="mayUseBrowser" class="small stage-browser"><button type="button" class="button button-quiet has-icon i-text" :aria-pressed="usesBrowser" :disabled="isReplaced" @click="usesBrowser ? chooseBrowser(false) : ask('browser')">{{ say(usesBrowser ? "browser_on" : "browser_off") }}</button></p>
                <p v-if="browserFault" class="field-error i-error" role="alert">{{ say("browser_fault") }}</p>
              </template>
            </div>
            <spoken-words :takes="spoken" :current="rec.isOn ? rec.take : ''" :interview="interview" :texts="texts" :read-only="isReplaced" />

            <div v-if="turn.document_id" v-show="mode === 'code'" class="stage-code">
              <label class="stage-language"><span>{{ say("language") }}</span>
                <select class="control" :value="codeLanguage" :disabled="isReplaced" @change="chooseLanguage($event.target.value)"><option v-for="one in languages" :key="one">{{ one }}</option></select></label>
              <code-editor ref="editor" class="stage-editor" :document-id="turn.document_id" :person="interviewId" :language="codeLanguage" :read-only="isReplaced || isDeciding" :label="say('editor')" @status="editorStatus = $event" />
              <p class="small muted">{{ say("editor_help") }}</p>
            </div>

            <label class="field">
              <span class="field-label">{{ say(mode === "speech" ? (hasWords ? "more_words" : "gist") : mode === "code" ? "code_words" : "your_answer") }}</span>
              <textarea ref="text" class="control stage-text" :class="{ 'is-main': mode === 'text' }" :maxlength="maxText" v-model="text" :readonly="isReplaced" @input="typed"></textarea>
              <span v-if="mode === 'speech'" class="field-help">{{ say(hasWords ? "more_help" : listens ? "gist_service" : "gist_help") }}</span>
              <span v-if="text.length > maxText * 0.9" class="field-help number">{{ say("characters", { count: text.length, most: maxText }) }}</span>
            </label>
            <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
          </div>

          <div v-show="!isDeciding" class="stage-actions">
            <button type="button" class="button has-icon i-pause" :disabled="busy || isAway || isReplaced" @click="takeMoment">{{ say("moment") }}</button>
            <button type="button" class="button button-quiet" :disabled="busy || isReplaced" @click="ask('skip')">{{ say("skip") }}</button>
            <span class="stage-gap"></span>
            <button type="button" class="button button-primary button-large has-icon icon-after i-arrow-right" :class="{ 'is-busy': busy }" :disabled="busy || isReplaced" @click="done">{{ say("done") }}</button>
          </div>
          <p v-if="waitWords && !isDeciding" class="small muted stage-wait" role="status">{{ waitWords }}</p>
        </section>

        <section v-else class="card stage-card">
          <h1 ref="heading" tabindex="-1">{{ say("review_title") }}</h1>
          <p>{{ reviewWords }}</p>
          <p v-if="rec.uploads.waiting" class="small muted" role="status">{{ say("sending", { count: rec.uploads.waiting }) }}</p>
          <details v-if="view.heard?.length" class="stage-heard">
            <summary>{{ say("look_through") }}</summary>
            <section v-for="one in view.heard" :key="one.number"><h2>{{ one.number }}. {{ one.text }}</h2>
              <spoken-words :takes="one.takes" :interview="interview" :texts="texts" :read-only="isReplaced" /></section>
          </details>
          <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
          <div class="line"><button type="button" class="button button-primary button-large has-icon i-check" :class="{ 'is-busy': busy }" :disabled="busy || isReplaced" @click="ask('submit')">{{ submitLabel }}</button></div>
          <p v-if="waitWords" class="small muted" role="status">{{ waitWords }}</p>
        </section>
      </template>

      <section v-else class="card stage-card">
        <h1 ref="heading" tabindex="-1">{{ say(view.state === "cancelled" ? "cancelled_title" : "over_title") }}</h1>
        <p>{{ view.state === "cancelled" ? say("cancelled_text") : overWords }}</p>
        <p v-if="left" role="status"><b>{{ say("keep_open", { count: left }) }}</b></p>
        <p v-if="view.state !== 'cancelled'"><a class="button button-primary" :href="donePage">{{ say("receipt") }}</a></p>
      </section>

      <aside v-if="isSelfShown && !hasCameraFault" class="stage-self" :class="{ 'is-small': isSmall }">
        <video v-show="!isSmall" ref="self" autoplay muted playsinline></video>
        <button type="button" class="button button-quiet has-icon" :class="isSmall ? 'i-camera' : 'i-down'" :aria-expanded="!isSmall" @click="isSmall = !isSmall">{{ say(isSmall ? "show_self" : "hide_self") }}</button>
      </aside>

      <dialog ref="dialog" class="stage-dialog" @close="question = ''" :aria-label="question && say(question + '_title')">
        <template v-if="question">
          <h2>{{ say(question + "_title") }}</h2>
          <p>{{ question === "submit" ? reviewWords : say(question === "voice_only" && listens ? "voice_only_tried" : question + "_text") }}</p>
          <div class="line">
            <button type="button" class="button" autofocus @click="$refs.dialog.close()">{{ say(question + "_no") }}</button>
            <button type="button" class="button button-primary" @click="answer">{{ question === "submit" ? submitLabel : say(question + "_yes") }}</button>
          </div>
        </template>
      </dialog>
    </div>
  `,
  props: { interviewId: String, texts: Object, connectionTexts: Object, consents: Object, maxText: Number },

  data: () => ({
    view: null, text: "", mode: "text", key: "", codeLanguage: "", editorStatus: { waiting: 0 }, now: 0, line: "reconnecting", left: 0,
    busy: false, isAway: false, waitWords: "", problem: "", notice: "", question: "", isSmall: false, isSpeaking: false, isFetching: false, voice: "server", hasCameraFault: false, watch: "not_watched", told: [],
    rec: { state: "idle", level: 0, seconds: 0, isOn: false, fault: "", take: "", ended: [], uploads: { waiting: 0 } }, keptSeconds: 0, wasInterrupted: false, icons: MODES,
    usesBrowser: false, browserFault: false,
  }),

  computed: {
    turn() { return this.view?.turn ?? null; },
    isDeciding() { return Boolean(this.turn?.is_deciding); },
    isReplaced() { return this.isShut; },
    isShut() { return ["replaced", "signed_out", "no_right"].includes(this.line); },
    isOver() { return Boolean(this.view) && !["invited", "live"].includes(this.view.state); },
    shutWords() { return this.line === "replaced" ? "elsewhere" : "signed_out"; },
    donePage() { return `/interview/${this.interviewId}/done`; },
    modes() { return Object.keys(MODES).filter((mode) => mode !== "code" || this.turn?.document_id); },
    languages() { return [...new Set([...(this.turn?.languages ?? []), this.codeLanguage, ...MORE_LANGUAGES].filter(Boolean))]; },
    where() {
      if (!this.turn) return this.say("all_asked", { total: this.view.total });
      return this.say("where", { now: this.turn.number, total: this.view.total });
    },
    introLines() { return ["intro_one", "intro_done", "intro_clock", "intro_back"].map((name) => this.say(name, { total: this.view.total })); },
    secondsLeft() { return this.view?.deadline ? Math.max(0, (Date.parse(this.view.deadline) - this.now) / 1000) : null; },
    isFew() { return this.secondsLeft !== null && this.secondsLeft <= FEW_SECONDS; },
    timeShare() {
      const all = (Date.parse(this.view.deadline) - Date.parse(this.view.started_at)) / 1000;
      return Math.max(0, Math.min(100, (100 * this.secondsLeft) / all)).toFixed(1);
    },
    timeWords() {
      if (this.secondsLeft < 60) return this.say("time_last");
      const minutes = Math.ceil(this.secondsLeft / 60);
      return this.say(minutes === 1 ? "time_one" : "time_left", { minutes });
    },
    given() { return (this.view?.states ?? []).filter((state) => state === "answered").length; },
    reviewWords() { return this.say("review_text", { given: this.given, total: this.view?.total ?? 0, skipped: (this.view?.total ?? 0) - this.given }); },
    submitLabel() { return this.say(this.given === 1 ? "submit_one" : "submit", { count: this.given }); },
    overWords() { return this.say(this.view.submit_reason === "time_up" ? "over_time" : "over_text"); },
    recordLabel() {
      if (this.rec.state === "asking") return this.say("rec_asking");
      if (this.rec.state === "stopping") return this.say("rec_stopping");
      return this.say(this.rec.isOn ? "rec_stop" : this.keptSeconds || this.wasInterrupted ? "rec_again" : "rec_start");
    },
    listens() { return Boolean(this.view?.listening?.by_service); },
    mayUseBrowser() { return Boolean(this.view?.listening?.by_browser) && canRecognise(); },
    /** The server's takes, and those that just ended here and that it has not told of yet. */
    spoken() {
      const told = this.turn?.spoken ?? [], known = new Set(told.map((take) => take.recording_id));
      const coming = this.listens ? this.rec.ended.filter((id) => !known.has(id)) : [];
      return [...told, ...coming.map((id) => ({ recording_id: id, state: "waiting", source: "service", is_delayed: false, lines: [] }))];
    },
    hasWords() { return this.spoken.some((take) => take.lines.length || (take.state === "waiting" && take.recording_id !== this.rec.take)); },
    /** Pictures for the checks: from the tab that has the interview, and only of who agreed. */
    isWatched() { return Boolean(this.view?.checks?.is_on) && this.view.state === "live" && !this.isShut; },
    isSelfShown() { return Boolean(this.consents.camera) && this.view?.state === "live"; },
    recordFault() { return this.rec.fault ? this.say("fault_" + this.rec.fault) : ""; },
  },

  watch: {
    isWatched: "look",
    isSelfShown: "look",
    hasCameraFault: "look",
  },

  created() {
    setTexts(this.connectionTexts);
    globalThis.speechSynthesis?.getVoices();                 // browsers load their voices when first asked
    this.interview = openInterview(this.interviewId, { as: "candidate" });   // not in data(): Vue must not wrap them
    this.recorder = openRecorder(this.interviewId);
    this.toldLine = new ToldLine((kinds) => { this.told = kinds; });
    this.own = new OwnCamera(this.interviewId, () => { this.hasCameraFault = this.own.hasFault; this.watch = this.own.sign; });
  },
  mounted() {
    const { interview, recorder } = this;
    keepPage();
    this.off = [
      interview.on("state", ({ state }) => this.take(state)),
      interview.on("change", () => this.follow()),
      interview.on("refused", ({ kind, message }) => { if (kind !== "device_checked") this.problem = message; }),
      interview.on("entry", (entry) => this.tell(entry)),
      recorder.on(() => this.followRecorder()),
      recorder.uploads.on((_, refused) => { if (refused) this.problem = this.say("fault_refused"); this.followRecorder(); }),
    ];
    this.ticking = setInterval(() => this.tick(), 1000);
    if (interview.lastState) this.take(interview.lastState);   // mounted anew: no message comes by itself
    this.follow();
    this.followRecorder();
  },
  beforeUnmount() {
    this.off.forEach((off) => off());
    clearInterval(this.ticking);
    this.hush();
    this.own.end();
    this.toldLine.end();
  },

  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    clockOf(seconds) { return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`; },

    // -- what the server says ---------------------------------------------------------
    /** One after the other, in the order they came. */
    take(state) { return (this.taking = (this.taking ?? Promise.resolve()).then(() => this.draw(state)).catch(console.error)); },
    async draw(state) {
      const isFirst = !this.view, key = state.turn ? `${state.turn.question_id}/${state.turn.follow_up}` : "";
      this.interview.lastState = state;
      if (key !== this.key) await this.changeTurn(state, key, isFirst);
      else if (state.turn) this.codeLanguage = state.turn.code_language;
      const wasDeciding = this.isDeciding;
      this.view = state;
      this.toldLine.take(state.checks?.told ?? []);
      this.tick();
      if (this.isDeciding && !wasDeciding) this.think(isFirst);
      if (state.state === "expired") location.reload();      // that page says what happened
      else if (!["invited", "live", "cancelled"].includes(state.state)) this.finish();
    },
    async changeTurn(state, key, isFirst) {
      this.key = key;
      this.hush();
      if (this.recorder.isOn && this.recorder.take.key !== key) await this.recorder.stop();
      if (this.turn?.document_id && this.turn.document_id !== state.turn?.document_id) this.$refs.editor?.forget();
      Object.assign(this, { busy: false, isAway: false, waitWords: "", problem: "", text: "", editorStatus: { waiting: 0 } });
      this.voice = "server";
      this.browserFault = false;
      if (!state.turn) return this.focusHeading(isFirst);
      const kept = await this.interview.unsavedDraft(key);   // what this browser typed and the server has not
      if (this.key !== key) return;
      this.text = kept?.text ?? state.turn.draft;
      this.mode = this.recorder.isOn ? "speech" : (kept?.mode ?? state.turn.mode);
      this.codeLanguage = state.turn.code_language;
      this.keptSeconds = this.recorder.kept(key);
      this.wasInterrupted = this.recorder.interrupted === key;
      if (this.wasInterrupted) this.mode = "speech";
      this.focusHeading(isFirst);
      if (!isFirst) setTimeout(() => this.speak(), 300);     // a fresh page may not make a sound by itself
    },
    focusHeading(isFirst) { if (!isFirst) this.$nextTick(() => { scrollTo(0, 0); this.$refs.heading?.focus({ preventScroll: true }); }); },
    /** The answer is in: nothing can be typed, and whoever can't see the page is told by the focus. */
    think(isFirst) {
      this.hush();
      Object.assign(this, { isAway: false, waitWords: "", problem: "" });
      if (!isFirst) this.$nextTick(() => this.$refs.thinking?.focus({ preventScroll: true }));
    },
    tell({ kind, at, body }) {
      if (!this.view || Date.parse(at) < this.interview.serverNow() - 60_000) return;   // told before: a replay
      if (kind === "time_given_back" && body.reason !== "deciding") this.notice = this.say(body.seconds < 120 ? "given_back_seconds" : "given_back", { seconds: body.seconds, minutes: Math.round(body.seconds / 60) });
      if (kind === "extra_time_given") this.notice = this.say("extra_time");
    },
    follow() {
      this.line = this.interview.state;
      this.left = this.interview.waiting + this.recorder.uploads.waiting;
      if (this.busy && this.line !== "online") this.waitWords = this.say("wait_offline");
    },
    followRecorder() {
      const { state, level, seconds, isOn, fault, uploads } = this.recorder;
      const take = isOn || state === "stopping" ? this.recorder.take.id : "", ended = this.recorder.endedTakes(this.key);
      this.rec = { state, level, seconds, isOn, fault, take, ended, uploads: { waiting: uploads.waiting } };
      if (!isOn) this.hearNoMore();
      this.keptSeconds = this.recorder.kept(this.key);
      this.left = this.interview.waiting + uploads.waiting;
    },
    tick() { this.now = this.interview.serverNow().getTime(); },

    // -- what the candidate does -------------------------------------------------------
    async begin() {
      this.busy = true;
      this.problem = "";
      const outcome = await this.interview.send("interview_start");
      if (!outcome.ok) this.busy = false;
    },
    typed() {
      this.problem = "";
      this.interview.draft("answer_draft", this.key, this.body());
    },
    body() { return { ...this.place(), text: this.text, mode: this.mode }; },
    place() { return { question_id: this.turn.question_id, follow_up: this.turn.follow_up }; },
    async switchTo(mode, event) {
      if (mode === this.mode) return;
      if (this.mode === "speech" && this.recorder.isOn) await this.recorder.stop();
      this.mode = mode;
      this.typed();
      if (!event?.isTrusted) return;                         // by the arrow keys: the focus stays with the choice
      this.$nextTick(() => (mode === "text" ? this.$refs.text : mode === "code" ? this.$refs.editor : null)?.focus());
    },
    arrow(event) {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = [...event.currentTarget.parentElement.children], at = all.indexOf(event.currentTarget);
      const next = all[(at + step + all.length) % all.length];
      next.focus();
      next.click();
    },
    async toggleRecording() {
      this.hush();
      if (this.recorder.isOn) { await this.hearNoMore(); return this.recorder.stop(); }
      this.wasInterrupted = false;
      await this.recorder.start(this.turn.question_id, this.turn.follow_up);
      if (!this.recorder.isOn) return;
      this.typed();                                          // the way of answering is kept, also without a word
      if (this.usesBrowser && this.mayUseBrowser) this.hear();
    },
    // -- the browser's own recognition, if an admin allows it and the candidate chose it ------
    async chooseBrowser(isOn) {
      this.browserFault = false;
      const outcome = await this.interview.send("browser_recognition_chosen", { is_on: isOn });
      this.usesBrowser = isOn && outcome.ok;
      if (this.usesBrowser && this.recorder.state === "recording") this.hear();
      if (!this.usesBrowser) this.hearNoMore();
    },
    hear() {
      const { take } = this.recorder, place = this.place();
      take.heard ??= 0;                                     // numbers of its lines
      this.hearing = new Recognition({
        language: this.view.language,
        clock: () => this.recorder.seconds,
        onLine: (line) => this.interview.send("transcript_heard", { ...place, recording_id: take.id, media_type: this.recorder.recorder.mimeType.split(";")[0], number: take.heard++, ...line }),
        onFault: () => { this.browserFault = true; this.usesBrowser = false; },
      });
      this.hearing.start();
    },
    async hearNoMore() {
      const { hearing } = this;
      this.hearing = null;
      await hearing?.stop();
    },
    chooseLanguage(language) {
      this.codeLanguage = language;
      this.interview.send("code_language", { document_id: this.turn.document_id, language });
    },
    takeMoment() {
      this.isAway = true;
      this.hush();
      this.hearNoMore();
      this.recorder.pause();
      this.interview.send("moment_taken", this.place());
    },
    comeBack() {
      this.isAway = false;
      this.recorder.resume();
      if (this.usesBrowser && this.recorder.isOn) this.hear();
      this.$nextTick(() => this.$refs.text?.focus());
    },

    ask(question) { this.question = question; this.$nextTick(() => this.$refs.dialog.showModal()); },
    answer() {
      const question = this.question;
      this.$refs.dialog.close();
      if (question === "skip") this.leave("question_skip", this.place());
      else if (question === "submit") this.submit();
      else if (question === "browser") this.chooseBrowser(true);
      else this.leave("answer_done", this.body());
    },
    async done() {
      if (this.recorder.isOn) { await this.hearNoMore(); await this.recorder.stop(); }
      const hasWords = this.text.trim() !== "" || this.hasWords, hasVoice = this.recorder.kept(this.key) > 0 || this.wasInterrupted, hasCode = this.mode === "code" && this.turn.document_id;
      if (hasVoice && !hasWords && !hasCode) return this.ask("voice_only");
      if (!hasWords && !hasVoice && !hasCode) return this.ask("empty");
      return this.leave("answer_done", this.body());
    },
    /** The turn ends only when the code is on the server too: it is handed in from there. */
    async leave(kind, body) {
      const key = this.key;
      this.busy = true;
      this.problem = "";
      if (this.recorder.isOn) await this.recorder.stop();
      while (this.key === key && this.turn?.document_id && this.editorStatus.waiting > 0) {
        this.waitWords = this.say("wait_code");
        await new Promise((again) => setTimeout(again, 200));
      }
      if (this.key !== key) return;
      this.waitWords = this.line === "online" ? "" : this.say("wait_offline");
      const outcome = await this.interview.send(kind, body);
      if (!outcome.ok && this.key === key) Object.assign(this, { busy: false, waitWords: "" });
    },
    async submit() {
      this.busy = true;
      this.waitWords = this.line === "online" ? "" : this.say("wait_offline");
      const outcome = await this.interview.send("interview_submit");
      if (!outcome.ok) this.busy = false;
    },
    /** Handed in: once nothing waits on this device any more, on to the receipt. */
    async finish() {
      if (this.isFinishing) return;
      this.isFinishing = true;
      this.hush();
      await this.recorder.stop();
      while (this.interview.waiting + this.recorder.uploads.waiting > 0) {
        this.follow();
        await new Promise((again) => setTimeout(again, 500));
      }
      this.follow();
      setTimeout(() => location.replace(this.donePage), 1200);
    },
    goOnHere() { location.reload(); },

    /** The own camera, as it is wanted now. */
    look() { this.$nextTick(() => this.own.follow({ isShown: this.isSelfShown, isWatched: this.isWatched, video: this.$refs.self })); },

    // -- reading aloud ---------------------------------------------------------------------
    replay() {
      if (this.isSpeaking) return this.hush();
      this.interview.send("question_replayed", this.place());
      this.speak();
    },
    async speak() {
      this.hush();
      if (!this.turn || this.isDeciding || this.recorder.isOn) return;
      const { question_id, follow_up } = this.turn, key = this.key;
      const mine = (this.speaking = {});
      const isCurrent = () => this.speaking === mine && this.key === key;
      this.isSpeaking = this.isFetching = true;
      const sound = await this.soundOf(question_id, follow_up);
      if (!isCurrent()) return;
      this.isFetching = false;
      try {
        if (!sound || !(await this.playSound(sound, mine))) {
          if (isCurrent() && !(await this.speakHere(mine)) && sound !== undefined) this.voice = "none";
        }
      } catch { /* the browser wants a click first: the text is there */ }
      if (this.speaking === mine) this.hush();
    },
    /** The server's audio; null when it has none, undefined when it did not answer in time. */
    async soundOf(question_id, follow_up) {
      try {
        const address = `/api/v1/interviews/${this.interviewId}/questions/${question_id}/speech?follow_up=${follow_up}`;
        const answer = await fetch(address, { signal: AbortSignal.timeout(VOICE_TIME) });
        if (answer.status === 200) return await answer.blob();
        return answer.status === 204 ? null : undefined;
      } catch { return undefined; }
    },
    /** False when this browser can't play it; throws when it may not yet. */
    async playSound(blob, mine) {
      const sound = (mine.sound = new Audio(URL.createObjectURL(blob)));
      return new Promise((done, fail) => {
        Object.assign(sound, { onended: () => done(true), onpause: () => done(true), onerror: () => done(false) });
        sound.play().catch((error) => (error.name === "NotAllowedError" ? fail(error) : done(error.name === "AbortError")));
      });
    },
    /** The browser's own voice; false when it has none. */
    async speakHere(mine) {
      const voices = globalThis.speechSynthesis?.getVoices() ?? [];
      if (!voices.length) return false;
      const words = (mine.words = new SpeechSynthesisUtterance(this.turn.follow_up ? this.turn.follow_up_text : this.turn.text));
      words.lang = this.view.language;
      await new Promise((done) => { words.onend = words.onerror = done; speechSynthesis.speak(words); });
      return true;
    },
    hush() {
      const was = this.speaking;
      this.speaking = null;
      this.isSpeaking = this.isFetching = false;
      if (was?.sound) { was.sound.pause(); URL.revokeObjectURL(was.sound.src); }
      if (was?.words) speechSynthesis.cancel();
    },
  },
};
