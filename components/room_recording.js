// The mark of the recording: in the room's bar for everybody while it goes on, on other pages while the rest is being sent.
import { callRecorder, callUploads, roomCall, roomLine } from "neurohire";

export default {
  template: `
    <div class="room-recording" :data-state="mark">
      <span v-if="mark === 'on'" class="room-recording-on" role="status"><i aria-hidden="true"></i><b>{{ texts.on }}</b><span v-if="detail">{{ detail }}</span></span>
      <span v-else-if="mark === 'planned'" class="room-recording-planned small muted" role="status">{{ texts.planned }}</span>
      <span v-if="fault" class="room-recording-fault small" role="alert">{{ texts["fault_" + fault] }}</span>
      <span v-if="onlySends && waiting" class="small muted" role="status">{{ texts.sending }}</span>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object, onlySends: Boolean },
  data: () => ({ plan: null, name: "", people: [], isIn: false, fault: "", waiting: 0 }),
  computed: {
    /** Observers are in the call, too, and are never recorded. */
    recorded() {
      const { sound, picture } = this.plan?.candidate ?? {};
      return this.people.filter(({ seat }) => seat === "interviewer" || (seat === "candidate" && (sound || picture)));
    },
    mark() { return !this.plan?.is_planned ? "" : this.plan.is_on && this.recorded.length ? "on" : this.plan.is_on ? "" : "planned"; },
    detail() {
      const { plan } = this, own = plan.sound && plan.picture ? "both" : plan.sound ? "sound" : plan.picture ? "picture" : "none";
      if (this.viewer.seat === "candidate") return this.texts["own_" + own];
      const { sound, picture } = plan.candidate, his = sound && picture ? "" : sound ? "his_sound" : picture ? "his_picture" : "his_none";
      return his ? this.say(his, { name: this.name }) : "";
    },
  },
  mounted() {
    if (this.onlySends) {
      const uploads = callUploads(this.interviewId, this.viewer), look = () => { this.waiting = uploads.waiting; };
      this.ends = [uploads.on(look)];
      return look();
    }
    const recorder = callRecorder(this.interviewId, this.viewer), call = roomCall(this.interviewId, this.viewer);
    const look = () => Object.assign(this, { people: [...call.people], fault: recorder.fault });
    this.ends = [
      roomLine(this.interviewId, this.viewer).onState((state) => { this.plan = state.recording ?? null; this.name = state.candidate_name; }),
      recorder.on(look),
      call.on(look),
    ];
    look();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
  },
};
