// Focus time in the room's bar, drawn from the room's `state`; the server holds back what watchers must not see.
import { registerKey, roomLine } from "neurohire";

const MINUTES = [5, 10, 15, 20];
const SHOWN_MS = 12000;

export default {
  template: `
    <div class="room-focus" @keydown.esc.stop="close">
      <template v-if="isOn">
        <span class="room-focus-on" role="status"><span class="icon i-code" aria-hidden="true"></span><span>{{ say(isCandidate ? "on_candidate" : "on_others", { name }) }}</span><b role="timer">{{ say("left", { time: left }) }}</b>
          <button v-if="mayEnd" type="button" class="button" @click="isCandidate ? end('') : ask()">{{ say(isCandidate ? "done" : "end") }}</button></span>
      </template>
      <template v-else-if="mayStart">
        <button ref="button" type="button" class="button has-icon i-clock" :aria-expanded="isOpen" aria-haspopup="true" @click="toggle">{{ say("focus") }}</button>
        <div v-if="isOpen" class="room-focus-menu" role="group" :aria-label="say('focus')">
          <p>{{ say(isCandidate ? "what_candidate" : "what_interviewer", { name }) }}</p>
          <div class="room-focus-minutes"><button v-for="one in minutes" :key="one" ref="choices" type="button" class="button" @click="start(one)">{{ say("minutes", { minutes: one }) }}</button></div>
        </div>
      </template>
      <span v-if="told" class="room-focus-ended" role="status"><span>{{ told }}</span><button type="button" class="button button-quiet button-icon has-icon i-close" :aria-label="say('close')" @click="told = ''"></button></span>
      <dialog ref="dialog" :aria-label="say('end_title')">
        <form method="dialog" @submit.prevent="endWithReason">
          <h2>{{ say("end_title") }}</h2>
          <p>{{ say("end_text", { name }) }}</p>
          <label class="field"><span class="field-label">{{ say("reason") }}</span><textarea class="control" v-model="reason" maxlength="300" required></textarea></label>
          <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
          <div class="line"><button type="button" class="button" @click="$refs.dialog.close()">{{ say("go_on") }}</button><button type="submit" class="button button-primary" :disabled="!reason.trim()">{{ say("end_yes") }}</button></div>
        </form>
      </dialog>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({ view: null, now: 0, isOpen: false, told: "", reason: "", problem: "", minutes: MINUTES }),
  computed: {
    isCandidate() { return this.viewer.seat === "candidate"; },
    name() { return this.view?.candidate_name ?? ""; },
    focus() { return this.view?.focus ?? { is_on: false }; },
    isOn() { return this.focus.is_on && Date.parse(this.focus.until) > this.now; },
    isLive() { return this.view?.state === "live" && this.view?.may_write; },
    mayStart() { return this.isLive && this.viewer.seat !== "observer"; },
    mayEnd() { return this.mayStart; },
    left() {
      const seconds = Math.max(0, Math.ceil((Date.parse(this.focus.until) - this.now) / 1000));
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    },
  },
  created() { this.room = roomLine(this.interviewId, this.viewer); },
  mounted() {
    this.ticking = setInterval(() => this.tick(), 500);
    this.ends = [
      this.room.onState((state) => { this.view = state; this.tick(); }),
      this.room.line.on("entry", (entry) => this.happened(entry)),
      registerKey({ key: "Alt+F", label: this.say("key"), run: () => this.toggle() }),
    ];
  },
  beforeUnmount() { clearInterval(this.ticking); clearTimeout(this.telling); this.ends.forEach((end) => end()); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    tick() {
      if (this.focus.is_on || !this.now) this.now = this.room.line.serverNow().getTime();
    },
    happened({ kind, body, at }) {
      const isOld = this.room.line.serverNow() - Date.parse(at) > 60_000;   // told again after a reload
      if (isOld || !["focus_started", "focus_ended"].includes(kind)) return;
      if (kind === "focus_started") return this.tell("");
      if (body.by === "time") return this.tell(this.say("ended_time"));
      this.tell(body.reason ? this.say("ended_by", { reason: body.reason }) : this.say("ended"));
    },
    tell(text) {
      clearTimeout(this.telling);
      this.told = text;
      if (text) this.telling = setTimeout(() => { this.told = ""; }, SHOWN_MS);
    },
    toggle() {
      if (this.isOn) return this.isCandidate ? undefined : this.ask();
      if (!this.mayStart) return;
      this.isOpen = !this.isOpen;
      if (this.isOpen) this.$nextTick(() => this.$refs.choices?.[0]?.focus());
    },
    close() { if (this.isOpen) { this.isOpen = false; this.$refs.button?.focus(); } },
    async start(minutes) {
      this.isOpen = false;
      await this.operate("start_focus", { minutes });
    },
    ask() {
      if (!this.mayEnd) return;
      Object.assign(this, { reason: "", problem: "" });
      this.$refs.dialog.showModal();
    },
    async endWithReason() { if (await this.end(this.reason.trim())) this.$refs.dialog.close(); },
    async end(reason) { return this.operate("end_focus", { reason }); },
    async operate(kind, body) {
      const outcome = await this.room.line.send(kind, body);
      this.problem = outcome.ok ? "" : outcome.message;
      if (!outcome.ok) this.tell(outcome.message);
      return outcome.ok;
    },
  },
};
