// Checks of the camera. The candidate: a sign that is always there, and the sender; the team: a chip with a count and a feed.
import { CameraFrames, registerKey, roomCall, roomLine, ToldLine } from "neurohire";

export default {
  template: `
    <div class="room-checks" ref="box" @keydown.esc="close">
      <div class="note note-attention room-checks-told" v-if="isCandidate" v-show="told.length" role="status"><span class="icon i-info" aria-hidden="true"></span><div class="note-body"><p v-for="kind in told" :key="kind"><b>{{ texts.told[kind] }}</b></p><p v-if="told.length" class="small">{{ texts.told.people_decide }}</p></div></div>
      <p v-if="isCandidate && checks?.is_wished" class="room-checks-own small" :data-state="own" role="status"><span class="icon icon-small" :class="own === 'watched' ? 'i-eye' : 'i-camera-off'" aria-hidden="true"></span>{{ texts[own] }}</p>
      <template v-else-if="checks?.is_wished">
        <button ref="button" type="button" class="button button-quiet has-icon i-eye room-checks-chip" :aria-expanded="isOpen" aria-controls="room-checks-card" @click="isOpen = !isOpen">{{ words }}</button>
        <div v-show="isOpen" id="room-checks-card" class="room-checks-card">
          <h2>{{ texts.feed }}</h2>
          <p v-if="!checks.camera" class="small muted">{{ texts.off }}</p>
          <p v-else-if="!shown.length" class="small muted">{{ texts.none }}</p>
          <ul>
            <li v-for="one in shown" :key="one.id" class="room-check" :class="{ 'is-on': !one.ended_at }" :data-kind="one.kind">
              <img v-if="one.has_evidence" :src="'/api/v1/incidents/' + one.id + '/evidence?v=' + (one.evidence_at ?? '')" :alt="say('evidence', { time: clockOf(one.evidence_at) })" loading="lazy">
              <div><b>{{ texts.names[one.kind] }}</b> <span class="muted number">{{ timeOf(one) }}</span>
                <p class="small muted">{{ texts.causes }} {{ texts.may_be[one.kind] }}</p>
                <button type="button" class="button button-quiet" :aria-label="say('mute_kind', { name: texts.names[one.kind] })" @click="mute(one.kind)">{{ texts.mute }}</button></div>
            </li>
          </ul>
          <p v-if="muted.length" class="small muted">{{ say("muted", { names: muted.map((kind) => texts.names[kind]).join(", ") }) }} <button v-for="kind in muted" :key="kind" type="button" class="button button-quiet" @click="unmute(kind)">{{ say("unmute", { name: texts.names[kind] }) }}</button></p>
          <p class="small muted">{{ texts.human }} <a href="/how-reliable" target="_blank" rel="noopener">{{ texts.reliable }}</a></p>
        </div>
      </template>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({ checks: null, incidents: [], muted: [], isOpen: false, sends: "off", told: [] }),
  computed: {
    isCandidate() { return this.viewer.seat === "candidate"; },
    shown() { return this.incidents.filter((one) => !this.muted.includes(one.kind)); },
    words() { return this.shown.length === 1 ? this.texts.count_one : this.say("count_many", { count: this.shown.length }); },
    own() {
      if (!this.checks?.is_on) return "not_watched";
      return { no_camera: "no_camera", unchecked: "no_checks" }[this.sends] ?? "watched";
    },
  },
  mounted() {
    const room = roomLine(this.interviewId, this.viewer), call = roomCall(this.interviewId, this.viewer);
    this.ends = [room.onState((state) => this.take(state))];
    if (this.isCandidate) {
      this.frames = new CameraFrames(this.interviewId, () => call.media.track("video"), () => { this.sends = this.frames.state; });
      this.toldLine = new ToldLine((kinds) => { this.told = kinds; });
      if (this.checks) this.follow();
    } else this.ends.push(registerKey({ key: "Alt+I", label: this.texts.feed, run: () => { this.isOpen = !this.isOpen; this.$refs.button?.focus(); } }));
    this.outside = (event) => { if (this.isOpen && !this.$refs.box.contains(event.target)) this.isOpen = false; };
    addEventListener("pointerdown", this.outside);
  },
  beforeUnmount() { this.ends.forEach((end) => end()); this.frames?.stop(); this.toldLine?.end(); removeEventListener("pointerdown", this.outside); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    clockOf(at) { return at ? new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }) : ""; },
    timeOf(one) {
      const time = this.clockOf(one.began_at);
      if (!one.ended_at) return this.say("since", { time });
      return this.say("from_to", { time, seconds: Math.max(1, Math.round((Date.parse(one.ended_at) - Date.parse(one.began_at)) / 1000)) });
    },
    take(state) {
      this.checks = state.checks ?? null;
      this.incidents = state.incidents ?? [];
      this.follow();
    },
    follow() {
      this.toldLine?.take(this.checks?.told ?? []);
      if (this.frames) this.checks?.is_on ? this.frames.start() : this.frames.stop();
    },
    mute(kind) { this.muted = [...this.muted, kind]; },
    unmute(kind) { this.muted = this.muted.filter((one) => one !== kind); },
    close() { if (this.isOpen) { this.isOpen = false; this.$refs.button.focus(); } },
  },
};
