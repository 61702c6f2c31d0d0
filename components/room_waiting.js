// The waiting room. The server says where the candidate stands; once let in, the page goes to the room by itself.
import { keepPage, roomLine } from "neurohire";

export default {
  template: `
    <div class="waiting">
      <nh-banner :interview="interviewId" as="candidate"></nh-banner>
      <section class="card" aria-live="polite">
        <h1>{{ texts["title_" + standing] }}</h1>
        <p v-if="reason" class="keep-lines">{{ reason }}</p>
        <p class="muted">{{ texts[here ? "here" : "not_here"] }}</p>
        <div class="line"><button type="button" class="button button-primary button-large waiting-ask" :disabled="busy || standing === 'requested'" @click="ask">{{ texts.ask }}</button></div>
        <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
      </section>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object, ways: Object },
  data: () => ({ state: null, here: false, busy: false, problem: "" }),
  computed: {
    standing() { return this.state?.admission.state ?? "none"; },
    reason() { return this.standing === "denied" ? this.state.admission.reason : ""; },
  },
  mounted() {
    this.page = keepPage();
    this.room = roomLine(this.interviewId, this.viewer);
    this.ends = [this.room.onState((state) => this.seen(state)), this.room.onPresence((presence) => { this.here = presence.interviewer_here; })];
  },
  beforeUnmount() { this.ends.forEach((end) => end()); this.page.off(); },
  methods: {
    seen(state) {
      this.state = state;
      if (["submitted", "reviewed", "cancelled", "terminated", "expired"].includes(state.state)) location.assign(this.ways.end);
      else if (state.is_inside) location.assign(this.ways.room);
    },
    async ask() {
      this.busy = true;
      const answer = await this.room.line.send("ask_to_join");
      this.busy = false;
      this.problem = answer.ok ? "" : answer.message;
    },
  },
};
