// The frame of the live room. All it shows comes by the operation line; the pieces stand in its slots.
import { finishRecording, keepPage, onRoomKeys, registerKey, roomKeys, roomLine, setTexts } from "neurohire";

const OVER = ["submitted", "reviewed", "cancelled", "terminated", "expired"];
const FEW = 5, TICK_MS = 1000;
const MORE = [5, 10, 15];

/** A piece has something new to be seen: its panel comes to the front, the focus stays where it is. */
function onPanelAsked(open) {
  const asked = ({ detail }) => open(detail.panel);
  addEventListener("nh-room-show", asked);
  return () => removeEventListener("nh-room-show", asked);
}

export default {
  template: `
    <div class="room" :data-seat="viewer.seat">
      <a class="skip-link" href="#room-centre">{{ texts.skip }}</a>
      <header class="room-top">
        <div class="room-what"><h1 class="truncate">{{ title }}</h1><span class="truncate">{{ subtitle }}</span></div>
        <div class="room-clock" @keydown.esc="closeClock">
          <button ref="clock" type="button" class="button button-quiet room-clock-button has-icon i-clock" :class="{ 'is-few': isFew, 'is-over': isOver }" :aria-expanded="isClockOpen" aria-controls="room-clock-card" @click="isClockOpen = !isClockOpen">{{ timeWords }}</button>
          <div v-show="isClockOpen" id="room-clock-card" class="room-card">
            <dl class="facts"><template v-for="[name, value] in times" :key="name"><dt>{{ name }}</dt><dd class="number">{{ value }}</dd></template></dl>
            <div v-if="mayEnd && hasBegun" class="line"><span class="small muted">{{ texts.extend }}</span><button v-for="one in more" :key="one" type="button" class="button room-extend" :disabled="busy" @click="extend(one)">{{ say("plus", { minutes: one }) }}</button></div>
          </div>
        </div>
        <nh-saved :interview="interviewId" :as="as"></nh-saved>
        <div class="room-gap"></div>
        <slot name="top" />
        <button type="button" class="button button-quiet button-icon has-icon i-help room-help" :aria-label="texts.keys" :title="texts.keys + ' (?)'" @click="showKeys"></button>
        <button v-if="mayEnd" type="button" class="button has-icon i-check room-complete" :disabled="!hasBegun || isShut" @click="open('complete')">{{ texts.complete }}</button>
        <button type="button" class="button has-icon i-sign-out room-leave" @click="leave">{{ texts.leave }}</button>
      </header>
      <nh-banner :interview="interviewId" :as="as"></nh-banner>
      <div v-if="notice" class="room-notice" role="status"><span class="icon i-clock" aria-hidden="true"></span><span>{{ notice }}</span>
        <template v-if="mayEnd && isLast"><button v-for="one in more" :key="one" type="button" class="button room-extend" :disabled="busy" @click="extend(one)">{{ say("plus", { minutes: one }) }}</button></template>
        <button type="button" class="button button-quiet button-icon has-icon i-close" :aria-label="texts.close" @click="notice = ''"></button></div>
      <p class="room-narrow" role="note"><span class="icon i-info" aria-hidden="true"></span><span>{{ texts.narrow }}</span></p>
      <div class="room-body" :inert="isShut">
        <section v-if="tabs.length" class="room-left" :aria-label="texts.left">
          <div role="tablist" class="room-tabs" :aria-label="texts.left" @keydown="arrow">
            <button v-for="one in tabs" :key="one.name" :ref="'tab-' + one.name" :id="'room-tab-' + one.name" type="button" role="tab" :aria-selected="tab === one.name" :aria-controls="'room-panel-' + one.name" :tabindex="tab === one.name ? 0 : -1" @click="tab = one.name">{{ one.label }}</button>
          </div>
          <div v-for="one in tabs" :key="one.name" v-show="tab === one.name" :id="'room-panel-' + one.name" role="tabpanel" :aria-labelledby="'room-tab-' + one.name" class="room-panel"><slot :name="'tab-' + one.name" /></div>
        </section>
        <main id="room-centre" ref="centre" class="room-centre" tabindex="-1"><slot name="centre" /><slot name="output" /></main>
        <aside ref="right" class="room-right" :aria-label="texts.right"><slot name="tiles" /><slot name="chat" /></aside>
      </div>
      <footer class="room-bar" :aria-label="texts.bar" :inert="isShut"><slot name="bar" /></footer>

      <section v-if="isShut" class="room-shut" role="alert"><div class="card"><h2>{{ texts[shut + "_title"] }}</h2><p>{{ texts[shut + "_text"] }}</p>
        <div class="line"><a class="button button-primary" :href="ways.leave">{{ texts.shut_leave }}</a><button type="button" class="button" @click="again">{{ texts.shut_again }}</button></div></div></section>

      <dialog ref="dialog" class="room-dialog" :class="{ 'is-wide': asked === 'keys' }" @close="asked = ''" :aria-label="asked && texts[asked + '_title']">
        <template v-if="asked === 'keys'">
          <h2>{{ texts.keys_title }}</h2>
          <p class="muted">{{ texts.keys_text }}</p>
          <div class="room-key-groups"><section v-for="[group, list] in keyGroups" :key="group"><h3 v-if="group">{{ group }}</h3>
            <dl class="room-keys"><div v-for="one in list" :key="one.key"><dt>{{ one.label }}</dt><dd><kbd v-for="part in one.key.split('+')" :key="part">{{ part }}</kbd></dd></div></dl></section></div>
          <div class="line"><button type="button" class="button" autofocus @click="$refs.dialog.close()">{{ texts.close }}</button></div>
        </template>
        <template v-else-if="asked">
          <h2>{{ texts[asked + "_title"] }}</h2>
          <p>{{ texts[asked + "_text"] }}</p>
          <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
          <div class="line"><button type="button" class="button" autofocus @click="$refs.dialog.close()">{{ texts[asked + "_no"] }}</button>
            <button type="button" class="button button-primary room-confirm" :disabled="busy" @click="complete">{{ texts[asked + "_yes"] }}</button></div>
        </template>
      </dialog>
      <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object, connectionTexts: Object, title: String, subtitle: String, ways: Object, tabs: Array },
  data: () => ({ tab: "", state: null, now: Date.now(), isClockOpen: false, notice: "", isLast: false, asked: "", busy: false, problem: "", keys: [], shut: "", more: MORE }),
  computed: {
    as() { return this.viewer.seat === "candidate" ? "candidate" : "staff"; },
    mayEnd() { return this.viewer.seat === "interviewer"; },
    clock() { return this.state?.clock ?? {}; },
    hasBegun() { return this.state?.state === "live"; },
    isShut() { return this.shut !== ""; },
    left() { return this.clock.planned_end_at ? (Date.parse(this.clock.planned_end_at) - this.now) / 60_000 : null; },
    isOver() { return this.hasBegun && this.left !== null && this.left < 0; },
    isFew() { return this.hasBegun && this.left !== null && this.left >= 0 && this.left <= FEW; },
    timeWords() {
      if (!this.state) return "…";
      if (!this.hasBegun || this.left === null) return this.say("begins", { time: this.hour(this.clock.scheduled_at) });
      return this.left < 0 ? this.count("over", Math.ceil(-this.left)) : this.count("left", Math.ceil(this.left));
    },
    times() {
      const { scheduled_at, started_at, planned_end_at } = this.clock;
      return [["planned_at", scheduled_at], ["begun_at", started_at], ["ends_at", planned_end_at]].filter(([, at]) => at).map(([name, at]) => [this.texts[name], this.hour(at)]);
    },
    keyGroups() {
      const groups = new Map();
      for (const one of this.keys) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
      return [...groups].sort(([a], [b]) => (a ? 1 : 0) - (b ? 1 : 0));
    },
  },
  created() { if (this.connectionTexts) setTexts(this.connectionTexts); },
  mounted() {
    this.tab = this.tabs[0]?.name ?? "";
    this.page = keepPage();
    this.room = roomLine(this.interviewId, this.viewer);
    this.keys = roomKeys();
    const own = [
      { key: "?", label: this.texts.keys, run: () => this.showKeys() },
      { key: "Alt+E", label: this.texts.to_centre, run: () => this.focus(this.$refs.centre) },
      { key: "Alt+R", label: this.texts.to_right, run: () => this.focus(this.$refs.right) },
      ...this.tabs.filter(({ key }) => key).map(({ key, name, label }) => ({ key, label, run: () => this.show(name) })),
      { key: "Alt+L", label: this.texts.leave, run: () => this.leave() },
    ];
    this.ends = [
      onRoomKeys((keys) => { this.keys = keys; }),
      ...own.map(registerKey),
      onPanelAsked((name) => { if (this.tabs.some((one) => one.name === name)) this.tab = name; }),
      this.room.onState((state) => this.seen(state)),
      this.room.line.on("change", () => this.looked()),
      this.room.line.on("entry", ({ kind, body }) => { if (kind === "time_extended") this.tell(this.say("extended", { minutes: body.minutes, time: this.hour(body.planned_end_at) })); }),
    ];
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.outside = (event) => { if (this.isClockOpen && !event.target.closest?.(".room-clock")) this.isClockOpen = false; };
    addEventListener("pointerdown", this.outside);
    this.looked();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); clearInterval(this.timer); removeEventListener("pointerdown", this.outside); this.page.off(); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    count(name, number) { return this.say(number === 1 ? `${name}_one` : `${name}_many`, { number }); },
    hour(at) { return at ? new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) : ""; },
    seen(state) {
      const before = this.clock.planned_end_at;
      this.state = state;
      this.tick();
      if (before && before !== state.clock.planned_end_at) this.isLast = false;   // the time was extended: it is said again at its end
      if (OVER.includes(state.state)) this.go(this.ways.end, 10_000);
      else if (!state.is_inside && this.ways.waiting) this.go(this.ways.waiting);
    },
    /** Once: the pages of the room have nothing to do any more. `finishMs`: so long the recording may be sent before. */
    async go(address, finishMs = 0) {
      if (this.isGoing) return;
      this.isGoing = true;
      if (finishMs) await finishRecording(this.interviewId, finishMs);
      location.assign(address);
    },
    looked() { this.shut = ["removed", "no_right", "signed_out"].includes(this.room.line.state) ? this.room.line.state : ""; },
    again() { location.reload(); },
    tick() {
      this.now = this.room.line.serverNow().getTime();
      if (this.isFew && !this.isLast) { this.isLast = true; this.tell(this.say(this.mayEnd ? "five_team" : "five", { time: this.hour(this.clock.planned_end_at) })); }
    },
    tell(words) { this.notice = words; },
    show(name) { this.tab = name; this.$nextTick(() => this.$refs["tab-" + name]?.[0]?.focus()); },
    arrow(event) {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const place = this.tabs.findIndex(({ name }) => name === this.tab);
      this.show(this.tabs[(place + step + this.tabs.length) % this.tabs.length].name);
    },
    focus(place) {
      const first = place?.querySelector(".cm-content, [contenteditable='true']") ?? place?.querySelector("textarea:not([disabled]), input:not([disabled]), button:not([disabled]), a[href]") ?? place;
      first?.focus();
    },
    closeClock() { if (this.isClockOpen) { this.isClockOpen = false; this.$refs.clock.focus(); } },
    showKeys() { if (!this.$refs.dialog.open) this.open("keys"); },
    open(what) { this.asked = what; this.problem = ""; this.$nextTick(() => this.$refs.dialog.showModal()); },
    leave() { this.go(this.ways.leave, 3000); },
    async send(kind, body) {
      this.busy = true;
      const answer = await this.room.line.send(kind, body);
      this.busy = false;
      return answer;
    },
    async extend(minutes) {
      this.isClockOpen = false;
      const answer = await this.send("extend_time", { minutes });
      if (!answer.ok) this.tell(answer.message);
    },
    async complete() {
      const answer = await this.send("complete_interview");
      if (!answer.ok && answer.code !== "over") { this.problem = answer.message; return; }
      this.$refs.dialog.close();
    },
  },
};
