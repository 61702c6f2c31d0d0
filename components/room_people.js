// Who is here and who waits at the door, from the room's `state` and `presence` messages.
import { roomLine } from "neurohire";

export default {
  template: `
    <div class="people">
      <div v-if="asks" class="people-asks" role="alert">
        <span>{{ texts.asks.replace("{name}", state.candidate_name) }}</span>
        <button type="button" class="button button-primary people-admit" :disabled="busy" @click="send('admit')">{{ texts.admit }}</button>
        <button type="button" class="button" :disabled="busy" @click="send('deny')">{{ texts.deny }}</button>
      </div>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({ state: null, here: [], busy: false }),
  computed: { asks() { return this.viewer.seat === "interviewer" && this.state?.admission.state === "requested"; } },
  mounted() {
    this.room = roomLine(this.interviewId, this.viewer);
    this.ends = [this.room.onState((state) => { this.state = state; }), this.room.onPresence(({ here }) => { this.here = here; })];
  },
  beforeUnmount() { this.ends.forEach((end) => end()); },
  methods: {
    async send(kind, body = {}) {
      this.busy = true;
      await this.room.line.send(kind, body);
      this.busy = false;
    },
  },
};
