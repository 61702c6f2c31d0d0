// Who is here and who waits at the door, from the room's `state` and `presence` messages.
import { isGranted, registerKey, roomCall, roomLine } from "neurohire";

export default {
  template: `
    <div class="people" ref="box" @keydown.esc="close">
      <button ref="button" type="button" class="button button-quiet has-icon i-candidates people-button" :aria-expanded="isOpen" aria-controls="people-list" :aria-label="say('people_here', { count: present.length })" @click="isOpen = !isOpen">{{ present.length }}<i v-if="asks" class="people-dot" aria-hidden="true"></i></button>

      <div v-show="isOpen" id="people-list" class="room-card people-card">
        <h2>{{ texts.people }}</h2>
        <section v-if="door" class="people-door">
          <h3>{{ texts.at_the_door }}</h3>
          <div class="people-row"><span class="person person-small"><span class="person-face" aria-hidden="true">{{ initials(door.name) }}</span><span class="person-text"><span class="person-name">{{ door.name }}</span><span class="person-sub">{{ doorWords }}</span></span></span></div>
          <div v-if="mayAct && (asks || wasDenied)" class="line"><button type="button" class="button button-primary people-admit" :disabled="busy" @click="admit">{{ texts.admit }}</button><button v-if="asks" type="button" class="button people-deny" :disabled="busy" @click="ask('deny')">{{ texts.deny }}</button></div>
        </section>
        <ul>
          <li v-for="one in rows" :key="one.id" class="people-row" :class="{ 'is-away': !one.isHere }">
            <span class="person person-small"><span class="person-face" aria-hidden="true">{{ initials(one.name) }}</span><span class="person-text"><span class="person-name">{{ one.name }}<template v-if="one.id === viewer.id"> ({{ texts.you }})</template></span><span class="person-sub">{{ texts["seat_" + one.seat] }}<template v-if="!one.isHere"> · {{ texts.not_here }}</template></span></span></span>
            <span v-if="mayAct && one.isHere && one.id !== viewer.id" class="line">
              <button v-if="one.seat === 'candidate'" type="button" class="button button-quiet people-back" :disabled="busy" @click="ask('put_back', one)">{{ texts.put_back }}</button>
              <button type="button" class="button button-quiet people-remove" :disabled="busy" @click="ask('remove', one)">{{ texts.remove }}</button>
            </span>
          </li>
        </ul>
        <p v-if="hasObserver && viewer.seat === 'candidate'" class="small muted">{{ texts.observed }}</p>
        <p v-if="viewer.seat === 'observer'" class="small muted">{{ texts.observing }}</p>
      </div>

      <Teleport to="body"><div v-if="asks && mayAct && !isOpen && !isAside" class="people-asks" role="alertdialog" aria-live="assertive" :aria-label="asksWords">
        <span class="person-face" aria-hidden="true">{{ initials(state.candidate_name) }}</span>
        <p><b>{{ asksWords }}</b><br><span class="small muted">{{ doorWords }}</span></p>
        <div class="line"><button type="button" class="button people-deny" :disabled="busy" @click="ask('deny')">{{ texts.deny }}</button><button type="button" class="button button-primary people-admit" :disabled="busy" @click="admit">{{ texts.admit }}</button></div>
      </div></Teleport>

      <dialog ref="dialog" class="room-dialog" @close="asked = ''" :aria-label="asked && title">
        <form v-if="asked" class="stack" @submit.prevent="confirm">
          <h2>{{ title }}</h2>
          <p>{{ say(asked + consequence, { name: who.name }) }}</p>
          <label v-if="asked === 'deny' || (asked === 'remove' && who.seat === 'candidate')" class="field"><span class="field-label">{{ say("reason", { name: who.name }) }} <span class="field-optional">{{ texts.optional }}</span></span>
            <textarea ref="reason" class="control" rows="2" maxlength="300" v-model="reason"></textarea></label>
          <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
          <div class="line"><button type="button" class="button" @click="$refs.dialog.close()">{{ texts.cancel }}</button><button type="submit" class="button button-primary people-confirm" :disabled="busy">{{ texts[asked + "_yes"] }}</button></div>
        </form>
      </dialog>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({ state: null, here: [], isOpen: false, isAside: false, busy: false, asked: "", who: null, reason: "", problem: "", now: Date.now() }),
  computed: {
    mayAct() { return this.viewer.seat === "interviewer"; },
    asks() { return this.state?.admission.state === "requested"; },
    wasDenied() { return this.state?.admission.state === "denied"; },
    asksWords() { return this.say("asks", { name: this.state?.candidate_name }); },
    present() { return this.here.filter((one) => one.is_inside); },
    hasObserver() { return this.present.some((one) => one.seat === "observer"); },
    /** The candidate outside: whoever asked stays named, also while the line is lost. */
    door() {
      if (this.viewer.seat === "candidate" || !this.state || this.state.admission.state === "admitted") return null;
      const isThere = this.here.some((one) => one.seat === "candidate");
      return isThere || this.asks ? { name: this.state.candidate_name, isThere } : null;
    },
    doorWords() {
      const at = Date.parse(this.state?.admission.at ?? ""), minutes = Math.floor((this.now - at) / 60_000);
      if (this.asks) return (minutes >= 1 ? this.say(minutes === 1 ? "asked_one" : "asked_many", { number: minutes }) : this.texts.asked_now) + (this.door?.isThere ? "" : " · " + this.texts.gone_from_door);
      return this.texts[this.wasDenied ? "was_denied" : "prepares"];
    },
    rows() {
      const rows = (this.state?.people ?? []).filter((one) => one.seat !== "candidate" || this.viewer.seat === "candidate" || this.state.admission.state === "admitted")
        .map((one) => ({ ...one, isHere: this.present.some(({ id }) => id === one.id) }));
      const known = new Set(rows.map(({ id }) => id));
      return [...rows, ...this.present.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, isHere: true }))].sort((a, b) => Number(b.isHere) - Number(a.isHere));
    },
    title() { return this.say(this.asked + "_title", { name: this.who?.name }); },
    consequence() { return this.asked === "remove" ? (this.who.seat === "candidate" ? "_candidate" : "_colleague") : "_text"; },
  },
  watch: {
    asks(asks) {
      this.isAside = false;
      this.plainTitle ??= document.title;
      document.title = asks && this.mayAct ? `● ${this.asksWords} · ${this.plainTitle}` : this.plainTitle;
    },
  },
  mounted() {
    this.room = roomLine(this.interviewId, this.viewer);
    this.ends = [
      this.room.onState((state) => { this.state = state; }),
      this.room.onPresence(({ here }) => { this.here = here; }),
      registerKey({ key: "Alt+P", label: this.texts.people, run: () => { this.isOpen = !this.isOpen; this.$refs.button.focus(); } }),
      ...(this.mayAct ? [registerKey({ key: "Alt+A", label: this.texts.admit_key, run: () => { if (this.asks) this.admit(); } })] : []),
    ];
    this.timer = setInterval(() => { this.now = this.room.line.serverNow().getTime(); }, 5000);
    this.outside = (event) => { if (this.isOpen && !this.$refs.box.contains(event.target)) this.isOpen = false; };
    addEventListener("pointerdown", this.outside);
  },
  beforeUnmount() { this.ends.forEach((end) => end()); clearInterval(this.timer); removeEventListener("pointerdown", this.outside); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    initials(name) { const words = name.trim().split(/\s+/); return ((words[0]?.[0] ?? "") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase(); },
    close() { if (this.isOpen && !this.asked) { this.isOpen = false; this.$refs.button.focus(); } },
    ask(what, who = { name: this.state.candidate_name, seat: "candidate" }) {
      Object.assign(this, { asked: what, who, reason: "", problem: "" });
      this.$nextTick(() => { this.$refs.dialog.showModal(); this.$refs.reason?.focus(); });
    },
    async admit() {
      const isIn = await this.send("admit");
      this.isOpen = false;
      if (isIn) await this.call();
    },
    /** Whoever lets in talks: into the call, where the browser need not ask; else the call's own button is there. */
    async call() {
      const call = roomCall(this.interviewId, this.viewer), wish = { audio: true, video: true };
      const isFirst = !call.isIn && call.visit === undefined;   // not if one has left it
      if (isFirst && (await isGranted(wish))) await call.join(wish);
    },
    async confirm() {
      const body = { deny: { reason: this.reason }, put_back: {}, remove: { person: this.who.id, reason: this.reason } }[this.asked];
      if (!(await this.send(this.asked === "remove" ? "remove_person" : this.asked, body))) return;
      this.$refs.dialog.close();
      this.$refs.button.focus();                             // the row that was pressed may be gone, and the keys with it
    },
    async send(kind, body = {}) {
      this.busy = true;
      const answer = await this.room.line.send(kind, body);
      this.busy = false;
      this.problem = answer.ok ? "" : answer.message;
      return answer.ok;
    },
  },
};
