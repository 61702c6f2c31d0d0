// The waiting room. The server says where the candidate stands; once let in, the page goes to the room by itself.
import { browserName, CallMedia, callUploads, keepPage, roomLine, setTexts, wantCall } from "neurohire";

const OVER = ["submitted", "reviewed", "cancelled", "terminated", "expired"];
const LOUDEST = 6, METER_MS = 80, KINDS = { video: "videoinput", audio: "audioinput", speaker: "audiooutput" };

export default {
  template: `
    <div class="waiting">
      <nh-banner :interview="interviewId" as="candidate"></nh-banner>
      <section class="card waiting-door" :data-standing="standing">
        <div role="status" class="stack stack-tight">
          <h1 ref="heading" tabindex="-1">{{ heading }}</h1>
          <p>{{ lead }}</p>
          <blockquote v-if="reason" class="waiting-reason keep-lines">{{ reason }}</blockquote>
          <p class="waiting-here" :class="{ 'is-here': here }"><span class="icon icon-small" :class="here ? 'i-done' : 'i-clock'" aria-hidden="true"></span>{{ texts[here ? "here" : "not_here"] }}</p>
        </div>
        <div class="line">
          <button v-if="hasLeft && standing === 'admitted'" type="button" class="button button-primary button-large waiting-return" @click="enter">{{ texts.go_back }}</button>
          <button v-else-if="standing !== 'requested' && standing !== 'admitted'" type="button" class="button button-primary button-large waiting-ask" :class="{ 'is-busy': busy }" :disabled="busy || !state || waitSeconds > 0 || isEarly" @click="ask">{{ askLabel }}</button>
          <span v-else-if="standing === 'requested'" class="waiting-dots" aria-hidden="true"><i></i><i></i><i></i></span>
        </div>
        <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
        <dl class="facts waiting-facts">
          <dt>{{ texts.when }}</dt><dd>{{ about.agreed }}<span v-if="ownTime"><br>{{ say("own_clock", { time: ownTime }) }}</span></dd>
          <dt>{{ texts.who }}</dt><dd>{{ about.people }}</dd>
          <dt>{{ texts.how_long }}</dt><dd>{{ about.duration }}</dd>
        </dl>
      </section>

      <section class="card waiting-devices" :aria-label="texts.devices">
        <h2>{{ texts.devices }}</h2>
        <div class="waiting-picture" :class="{ 'is-on': hasPicture }">
          <video ref="video" autoplay muted playsinline v-show="hasPicture"></video>
          <div v-if="!hasPicture" class="waiting-off"><span class="icon icon-large" :class="fault.video ? 'i-camera-off' : 'i-camera'" aria-hidden="true"></span><p>{{ texts[isOpen ? (wantsCamera ? "no_picture" : "camera_is_off") : "not_on_yet"] }}</p>
            <button v-if="!isOpen" type="button" class="button button-primary waiting-open" :disabled="opening" @click="openDevices">{{ texts.turn_on }}</button></div>
          <div v-if="isOpen" class="waiting-toggles">
            <button type="button" class="button button-icon has-icon waiting-mic" :class="wantsSound && hasSound ? 'i-mic' : 'i-mic-off is-off'" :aria-pressed="wantsSound && hasSound" :aria-label="texts.microphone" :title="texts.microphone" @click="toggleSound"></button>
            <button type="button" class="button button-icon has-icon waiting-camera" :class="hasPicture ? 'i-camera' : 'i-camera-off is-off'" :aria-pressed="hasPicture" :aria-label="texts.camera" :title="texts.camera" @click="togglePicture"></button>
          </div>
        </div>
        <template v-if="isOpen">
          <div class="waiting-level"><span class="small muted">{{ texts[hasSound ? (wantsSound ? "say_something" : "is_muted") : "no_sound"] }}</span><div class="stage-level" role="img" :aria-label="texts.level"><i v-for="bar in 20" :key="bar" :class="{ 'is-on': level * 20 >= bar }"></i></div></div>
          <div v-for="kind in faulty" :key="kind" class="note note-attention" role="alert"><span class="icon i-warning" aria-hidden="true"></span><div class="note-body"><strong>{{ texts["fault_" + kind] }}</strong><p>{{ faultWords(kind) }}</p><p><button type="button" class="button" @click="retry(kind)">{{ texts.retry }}</button></p></div></div>
          <div class="waiting-choices">
            <label v-for="kind in choosable" :key="kind" class="field"><span class="field-label">{{ texts["choose_" + kind] }}</span>
              <select class="control" :value="chosen[kind] ?? devices[kind][0].deviceId" @change="choose(kind, $event.target.value)"><option v-for="(one, i) in devices[kind]" :key="one.deviceId" :value="one.deviceId">{{ one.label || texts["choose_" + kind] + " " + (i + 1) }}</option></select></label>
            <button type="button" class="button has-icon i-speaker waiting-tone" @click="play">{{ texts.tone }}</button>
          </div>
        </template>
        <p class="small muted">{{ texts.devices_note }} <a :href="ways.network" target="_blank" rel="noopener">{{ texts.network }}</a></p>
      </section>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object, connectionTexts: Object, ways: Object, about: Object, hasLeft: Boolean },
  data: () => ({ state: null, here: false, busy: false, problem: "", now: Date.now(), isOpen: false, opening: false, hasPicture: false, hasSound: false, wantsCamera: true, wantsSound: true, fault: {}, devices: {}, chosen: {}, level: 0 }),
  computed: {
    standing() { return this.state?.admission.state ?? "none"; },
    wasInside() { return this.standing === "none" && this.state?.state === "live"; },
    reason() { return this.standing === "denied" ? this.state.admission.reason : ""; },
    isEarly() { return this.state?.admission.opens_at && this.now < Date.parse(this.state.admission.opens_at); },
    waitSeconds() { const at = this.state?.admission.may_ask_at; return at ? Math.max(0, Math.ceil((Date.parse(at) - this.now) / 1000)) : 0; },
    heading() {
      if (this.isEarly) return this.texts.title_early;
      if (this.standing === "admitted") return this.texts[this.hasLeft ? "title_left" : "title_admitted"];
      return this.texts[this.wasInside ? "title_back" : "title_" + this.standing];
    },
    lead() {
      if (this.isEarly) return this.texts.lead_early;
      if (this.standing === "admitted") return this.texts[this.hasLeft ? "lead_left" : "lead_admitted"];
      if (this.standing === "requested") return this.texts[this.here ? "lead_seen" : "lead_kept"];
      return this.texts[this.wasInside ? "lead_back" : "lead_" + this.standing];
    },
    askLabel() { return this.waitSeconds > 0 ? this.say("ask_in", { seconds: this.waitSeconds }) : this.texts[this.standing === "denied" ? "ask_again" : "ask"]; },
    ownTime() {
      const at = new Date(this.about.at), clock = (zone) => at.toLocaleString("en-GB", zone ? { timeZone: zone } : {});
      try { if (clock() === clock(this.about.zone)) return ""; } catch { /* a zone that this browser does not know */ }
      return at.toLocaleString([], { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    },
    faulty() { return ["video", "audio"].filter((kind) => this.fault[kind] && (kind === "audio" || this.wantsCamera)); },
    choosable() { return ["video", "audio", "speaker"].filter((kind) => this.devices[kind]?.length > 1); },
  },
  watch: { standing() { this.problem = ""; } },
  created() { setTexts(this.connectionTexts); },
  mounted() {
    this.page = keepPage();
    this.media = new CallMedia(() => this.looked());
    this.room = roomLine(this.interviewId, this.viewer);
    callUploads(this.interviewId, this.viewer);            // what an earlier visit has recorded and not sent
    this.ends = [
      this.room.onState((state) => this.seen(state)),
      this.room.onPresence((presence) => { this.here = presence.interviewer_here; }),
      this.room.line.on("refused", ({ message }) => { this.problem = message; }),
    ];
    this.timer = setInterval(() => { this.now = this.room.line.serverNow().getTime(); }, 500);
    this.openIfAllowed();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); clearInterval(this.timer); this.stop(); this.page.off(); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    seen(state) {
      this.state = state;
      if (OVER.includes(state.state)) this.go(this.ways.end);
      else if (state.is_inside && !this.hasLeft) this.enter();
    },
    go(address) { if (!this.isGoing) { this.isGoing = true; location.assign(address); } },
    /** With the devices as they are set here. */
    enter() {
      if (this.isGoing) return;
      wantCall(this.interviewId, { audio: true, video: this.wantsCamera, isMuted: !this.wantsSound });
      this.stop();
      this.go(this.ways.room);
    },
    async ask() {
      this.busy = true;
      const answer = await this.room.line.send("ask_to_join");
      this.busy = false;
      this.problem = answer.ok || ["asked", "admitted"].includes(answer.code) ? "" : answer.message;
      this.$refs.heading?.focus();
    },

    // -- devices: none of them is needed to be let in -----------------------------------
    async openIfAllowed() {
      try {
        const states = await Promise.all(["camera", "microphone"].map((name) => navigator.permissions.query({ name })));
        if (states.every(({ state }) => state === "granted")) await this.openDevices();
      } catch { /* a browser that does not tell: the button asks */ }
    },
    async openDevices() {
      this.opening = true;
      await this.media.open({ audio: true, video: this.wantsCamera });
      this.isOpen = true;
      this.opening = false;
      this.listen();
    },
    looked() {
      const picture = this.media.track("video");
      this.hasPicture = Boolean(picture);
      this.hasSound = Boolean(this.media.track("audio"));
      this.fault = { ...this.media.faults };
      this.chosen = { ...this.media.chosen };
      for (const [kind, name] of Object.entries(KINDS)) this.devices[kind] = this.media.devices.filter((one) => one.kind === name);
      for (const kind of ["video", "audio"]) this.chosen[kind] = this.media.track(kind)?.getSettings().deviceId ?? this.chosen[kind];
      if (picture && this.$refs.video) this.$refs.video.srcObject = new MediaStream([picture]);
    },
    faultWords(kind) {
      const fault = this.fault[kind];
      const fix = fault === "denied" ? this.texts["fix_" + browserName()] : this.texts["fix_" + fault] ?? this.texts.fix_busy;
      return `${fix} ${this.texts["without_" + kind]}`;
    },
    async retry(kind) { await this.media.open({ audio: kind === "audio", video: kind === "video" }); this.listen(); },
    async toggleSound() {
      this.wantsSound = !(this.wantsSound && this.hasSound);
      await this.media.setMuted(!this.wantsSound);
      this.listen();
    },
    async togglePicture() {
      this.wantsCamera = !this.hasPicture;
      await this.media.setCamera(this.wantsCamera);
    },
    async choose(kind, id) { await this.media.choose(kind, id); this.listen(); },
    listen() {
      const track = this.media.track("audio");
      if (!track || track === this.heard) return;
      this.quiet();
      this.heard = track;
      this.audio = new AudioContext();
      const analyser = this.audio.createAnalyser(), samples = new Float32Array(1024);
      this.audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      this.meter = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        this.level = Math.min(1, LOUDEST * Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
      }, METER_MS);
    },
    quiet() { clearInterval(this.meter); this.audio?.close(); this.audio = this.heard = null; this.level = 0; },
    async play() {
      const audio = new AudioContext(), tone = audio.createOscillator(), volume = audio.createGain();
      if (this.media.chosen.speaker) await audio.setSinkId?.(this.media.chosen.speaker).catch(() => {});
      tone.frequency.value = 523;
      volume.gain.setValueAtTime(0.0001, audio.currentTime);
      volume.gain.exponentialRampToValueAtTime(0.2, audio.currentTime + 0.1);
      volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 1.2);
      tone.connect(volume).connect(audio.destination);
      tone.start();
      tone.stop(audio.currentTime + 1.3);
      tone.onended = () => audio.close();
    },
    stop() { this.quiet(); this.media.close(); },
  },
};
