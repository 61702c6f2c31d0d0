// Playback of a shared document: the text of each file at any moment, in a read-only CodeMirror. Loads when it is seen.
import * as CM from "nicegui-codemirror";
import { difference, openPlayback } from "neurohire";

const SPEEDS = [1, 2, 4, 8, 16];
const PAUSE_MS = 2000;                                     // a longer pause is cut to this while playing, if wished
const FRAME_MS = 50;

export default {
  template: `
    <section class="playback" aria-label="Playback of the code">
      <p v-if="state === 'failed'" class="playback-empty" role="alert">The playback could not be loaded. Nothing is lost. <button type="button" class="button" @click="load">Try again</button></p>
      <p v-else-if="state !== 'ready'" class="playback-empty" role="status">Loading the playback<template v-if="loaded"> · {{ loaded.toLocaleString() }} edits</template> …</p>
      <p v-else-if="!total" class="playback-empty">Nothing was written in the editor.</p>
      <template v-else>
        <p v-if="isHeldBack" class="playback-held">The candidate is working alone. What is written now can be played back afterwards.</p>
        <div class="playback-tabs" role="tablist" aria-label="Files">
          <button v-for="file in files" :key="file.root" type="button" role="tab" :aria-selected="file.root === root" @click="choose(file.root)">{{ file.name }}<span v-if="file.is_removed" class="playback-removed"> removed</span></button>
        </div>
        <div ref="code" class="playback-code"></div>
        <div class="playback-controls">
          <button type="button" class="button button-primary button-icon has-icon" :class="isPlaying ? 'i-pause' : 'i-play'" :aria-label="isPlaying ? 'Pause' : 'Play'" @click="toggle"></button>
          <div class="playback-track">
            <div class="playback-marks" aria-hidden="true"><i v-for="(mark, i) in marks" :key="i" :class="'is-' + mark.kind" :style="mark.style" :title="mark.words"></i></div>
            <input ref="slider" type="range" min="0" :max="span" step="1" :value="place" aria-label="Moment" :aria-valuetext="clock + (author ? ', ' + author : '')" @input="slide(Number($event.target.value))" @keydown="keys">
          </div>
          <span class="playback-clock"><b>{{ clock }}</b> of {{ wholeClock }}</span>
        </div>
        <div class="playback-controls playback-second">
          <span class="playback-who"><i v-if="author" :style="{ background: colour }" aria-hidden="true"></i>{{ author ? author + " is typing" : "Before the first key" }} · edit {{ done.toLocaleString() }} of {{ total.toLocaleString() }}</span>
          <label class="playback-small">Go to <input ref="to" class="control" placeholder="m:ss" size="6" inputmode="numeric" aria-label="Go to minute and second" @keydown.enter.prevent="goTo($event.target.value)" @change="goTo($event.target.value)"></label>
          <label class="playback-small">Speed <select class="control" v-model.number="speed"><option v-for="one in speeds" :key="one" :value="one">{{ one }} ×</option></select></label>
          <label class="playback-small"><input type="checkbox" v-model="skips"> Skip pauses</label>
        </div>
      </template>
    </section>
  `,
  props: { interviewId: String, documentId: String, startsAt: String },
  emits: ["moment"],
  data: () => ({
    state: "waiting", loaded: 0, total: 0, done: 0, files: [], root: "codemirror", place: 0, span: 0, isPlaying: false, speed: 4, skips: true, speeds: SPEEDS,
    author: "", colour: "", marks: [], isHeldBack: false,
  }),
  computed: {
    clock() { return words(this.place); },
    wholeClock() { return words(this.span); },
  },
  watch: {
    documentId() { this.load(); },
    isPlaying(on) { clearInterval(this.timer); if (on) { this.last = performance.now(); this.timer = setInterval(() => this.advance(), FRAME_MS); } },
  },
  mounted() {
    this.seen = new IntersectionObserver(([entry]) => { if (entry.isIntersecting && this.state === "waiting") this.load(); }, { rootMargin: "300px" });
    this.seen.observe(this.$el);
    this.themeWatch = new MutationObserver(() => this.dress());
    this.themeWatch.observe(document.body, { attributeFilter: ["class"] });
  },
  beforeUnmount() {
    this.seen.disconnect();
    this.themeWatch.disconnect();
    clearInterval(this.timer);
    this.view?.destroy();
    this.playback?.destroy();
  },
  methods: {
    async load() {
      this.state = "loading";
      this.isPlaying = false;
      try {
        this.playback = await openPlayback(this.interviewId, this.documentId, (count) => { this.loaded = count; });   // not in data()
      } catch (error) {
        console.warn(error);
        this.state = "failed";
        return;
      }
      const { playback } = this;
      Object.assign(this, { total: playback.length, files: playback.files, isHeldBack: playback.isHeldBack, span: playback.end - playback.start, state: "ready" });
      this.root = playback.files[0]?.root ?? "codemirror";
      if (!this.total) return;
      this.marks = this.marked();
      await this.$nextTick();
      this.view?.destroy();
      this.slots = { theme: new CM.Compartment(), language: new CM.Compartment() };
      this.view = new CM.EditorView({ parent: this.$refs.code, extensions: this.extensions() });
      this.dress();
      this.choose(this.root);
      if (this.startsAt) this.jump(this.startsAt);
      else this.slide(this.span);
      this.$el.playback = this;
    },
    extensions() {
      return [
        CM.basicSetup.filter((part) => !(Array.isArray(part) && part.includes(CM.historyField))),
        CM.EditorState.readOnly.of(true), CM.EditorView.editable.of(false), CM.EditorView.lineWrapping,
        CM.EditorView.contentAttributes.of({ "aria-label": "Code at this moment", tabindex: "0", role: "textbox", "aria-readonly": "true", "aria-multiline": "true" }),
        this.slots.theme.of([]), this.slots.language.of([]), LOOK,
      ];
    },
    dress() {
      const dark = document.body.classList.contains("body--dark");
      this.view?.dispatch({ effects: this.slots.theme.reconfigure([CM.syntaxHighlighting(dark ? CM.oneDarkHighlightStyle : CM.defaultHighlightStyle), CM.EditorView.theme({}, { dark })]) });
    },

    // -- moments --------------------------------------------------------------------
    slide(place) {
      this.place = Math.max(0, Math.min(place, this.span));
      this.playback.seek(this.playback.start + this.place);
      this.draw();
    },
    jump(at) {
      if (!this.playback || Number.isNaN(Date.parse(at))) return;
      this.isPlaying = false;
      this.slide(Date.parse(at) - this.playback.start);
    },
    goTo(text) {
      const parts = text.trim().split(":").map(Number);
      if (!text.trim() || parts.some(Number.isNaN)) return;
      this.slide(parts.reduce((sum, part) => sum * 60 + part, 0) * 1000);
    },
    /** Arrows go edit by edit, Page keys ten seconds. */
    keys(event) {
      const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key], page = { PageUp: 10_000, PageDown: -10_000 }[event.key];
      if (!steps && !page && event.key !== " ") return;
      event.preventDefault();
      if (event.key === " ") return this.toggle();
      if (page) return this.slide(this.place + page);
      this.playback.goTo(this.playback.done + steps);
      this.place = Math.max(0, (this.playback.updates[this.playback.done - 1]?.at ?? this.playback.start) - this.playback.start);
      this.draw();
    },
    toggle() {
      if (!this.isPlaying && this.place >= this.span) this.slide(0);
      this.isPlaying = !this.isPlaying;
    },
    advance() {
      const now = performance.now(), passed = (now - this.last) * this.speed;
      this.last = now;
      const next = this.playback.nextAt() - this.playback.start;
      const place = this.skips && next - this.place > PAUSE_MS * this.speed ? next - PAUSE_MS * this.speed / 4 : this.place + passed;
      this.slide(place);
      if (this.place >= this.span) this.isPlaying = false;
    },
    draw() {
      const { playback } = this;
      this.done = playback.done;
      this.author = playback.people[playback.author] ?? "";
      this.colour = this.colourOf(playback.author);
      const before = this.view.state.doc.toString(), after = playback.text(this.root);
      if (before === after) return;
      const change = difference(before, after);
      const effects = this.isPlaying ? [CM.EditorView.scrollIntoView(change.from + change.insert.length, { y: "nearest" })] : [];
      this.view.dispatch({ changes: change, effects });
    },
    choose(root) {
      this.root = root;
      const name = this.files.find((file) => file.root === root)?.language ?? "";
      const known = name && CM.languages.find((one) => [one.name, ...one.alias].some((alias) => alias.toLowerCase() === name.toLowerCase()));
      this.view.dispatch({ effects: this.slots.language.reconfigure([]) });
      known?.load().then((extension) => { if (this.root === root) this.view.dispatch({ effects: this.slots.language.reconfigure(extension) }); });
      this.draw();
    },
    colourOf(actor) { return this.playback.colours?.[actor] ?? "var(--accent)"; },

    /** Pastes and the like, and focus time, over the slider. */
    marked() {
      const { updates, start, focus } = this.playback, most = Math.max(1, this.span), part = (at) => `${(100 * (at - start)) / most}%`;
      const large = updates.filter((one) => one.data.length > 250 && one.actor !== "server").slice(0, 200);
      return [
        ...focus.map(([since, until]) => ({ kind: "focus", words: "Focus time", style: { left: part(Date.parse(since)), width: `${(100 * (Date.parse(until) - Date.parse(since))) / most}%` } })),
        ...large.map((one) => ({ kind: "large", words: "Much text at once", style: { left: part(one.at) } })),
      ];
    },
  },
};

function words(ms) {
  const seconds = Math.round(ms / 1000), two = (number) => String(number).padStart(2, "0");
  return seconds < 3600 ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}` : `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const LOOK = CM.EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "13.5px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { overflow: "auto", fontFamily: "var(--font-mono)", lineHeight: "21px" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
});
