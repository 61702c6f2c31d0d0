// The device check: microphone, speaker, camera, way to the server, browser. Each says what still works without it.
import { mediaFault, openInterview, recordingObstacle, setTexts } from "neurohire";

const GOOD_MS = 400, TRIES = 5, LOUD = 0.02;

export default {
  template: `
    <div class="check">
      <nh-banner :interview="interviewId" as="candidate"></nh-banner>
      <div class="stack stack-tight"><h1>{{ say("title") }}</h1><p class="muted">{{ say("lead") }}</p></div>
      <section v-for="part in parts" :key="part" class="card check-row" :data-part="part" :data-state="result[part]">
        <span class="check-sign icon" :class="'i-' + sign(part)" aria-hidden="true"></span>
        <div class="check-body">
          <h2>{{ say(part) }}</h2>
          <p class="muted" role="status">{{ words(part) }}</p>
          <div v-if="part === 'mic' && isListening" class="stage-level" role="img" :aria-label="say('level')"><i v-for="bar in 20" :key="bar" :class="{ 'is-on': level * 20 >= bar }"></i></div>
          <video v-show="part === 'camera' && isWatching" :ref="part === 'camera' ? 'video' : undefined" autoplay muted playsinline></video>
        </div>
        <div class="check-act line">
          <template v-if="part === 'mic' && consents.audio && !isListening"><button type="button" class="button has-icon i-mic" @click="listen">{{ say("mic_start") }}</button></template>
          <template v-if="part === 'speaker'">
            <template v-if="wasPlayed && !result.speaker"><span>{{ say("speaker_ask") }}</span><button type="button" class="button" @click="set('speaker', 'good')">{{ say("speaker_yes") }}</button><button type="button" class="button" @click="set('speaker', 'none')">{{ say("speaker_no") }}</button></template>
            <button v-else type="button" class="button has-icon i-speaker" @click="play">{{ say("speaker_start") }}</button>
          </template>
          <button v-if="part === 'camera' && consents.camera" type="button" class="button has-icon" :class="isWatching ? 'i-camera-off' : 'i-camera'" @click="isWatching ? unwatch() : watchCamera()">{{ say(isWatching ? "camera_stop" : "camera_start") }}</button>
          <a v-if="(part === 'mic' && !consents.audio) || (part === 'camera' && !consents.camera)" class="button button-quiet" :href="'/interview/' + interviewId + '/welcome'">{{ say("change") }}</a>
        </div>
      </section>
      <div class="stack stack-tight check-end">
        <p role="status"><b>{{ summary }}</b></p>
        <div class="line"><a class="button button-primary button-large has-icon icon-after i-arrow-right" :href="'/interview/' + interviewId">{{ say("go_on") }}</a><span class="small muted">{{ say("later") }}</span></div>
      </div>
    </div>
  `,
  props: { interviewId: String, texts: Object, connectionTexts: Object, consents: Object },
  data: () => ({
    parts: ["mic", "speaker", "camera", "line", "browser"], result: {}, fault: {}, level: 0, isListening: false, isWatching: false, wasPlayed: false, time: 0, lacks: [],
  }),
  computed: {
    summary() {
      const works = ["works_type", this.result.mic === "good" && "works_speak", this.result.speaker === "good" && "works_hear"].filter(Boolean);
      return this.say("works", { parts: works.map((name) => this.say(name)).join(", ") });
    },
  },
  created() {
    setTexts(this.connectionTexts);
    this.interview = openInterview(this.interviewId, { as: "candidate" });
  },
  mounted() {
    this.checkBrowser();
    this.measure();
    if (!this.consents.audio) this.result.mic = "left";
    if (!this.consents.camera) this.result.camera = "left";
  },
  beforeUnmount() { this.stop(); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    sign(part) { return { good: "done", slow: "warning", quiet: "info", none: "warning", left: "info" }[this.result[part]] ?? "dot"; },
    words(part) {
      const state = this.result[part];
      if (state === "left") return this.say("not_agreed_" + part);
      if (this.fault[part]) return this.say("fault_" + this.fault[part]) + " " + this.say(part + "_none");
      if (part === "line") return this.say(state ? "line_" + state : "line_wait", { time: this.time });
      if (part === "browser") return this.lacks.length ? this.say("browser_lacks", { parts: this.lacks.map((name) => this.say(name)).join(", ") }) : this.say("browser_good");
      return this.say(state ? `${part}_${state}` : `${part}_lead`);
    },
    set(part, state, fault = "") {
      this.result[part] = state;
      this.fault[part] = fault;
      clearTimeout(this.report);                           // one report for a row of changes
      this.report = setTimeout(() => this.interview.send("device_checked", { facts: { ...this.result, round_trip_ms: this.time, secure: isSecureContext } }), 1500);
    },
    checkBrowser() {
      const has = { browser_storage: "indexedDB" in globalThis, browser_recording: recordingObstacle() === "", browser_voice: "speechSynthesis" in globalThis };
      this.lacks = Object.keys(has).filter((name) => !has[name]);
      this.set("browser", this.lacks.length ? "slow" : "good");
      const obstacle = recordingObstacle();
      if (obstacle && this.consents.audio) this.set("mic", "none", obstacle);
      if (obstacle && this.consents.camera) this.set("camera", "none", obstacle);
    },
    async measure() {
      const times = [];
      for (let i = 0; i < TRIES; i++) {
        const began = performance.now();
        try { await fetch("/healthz", { cache: "no-store" }); } catch { this.set("line", "none"); return setTimeout(() => this.measure(), 4000); }
        times.push(performance.now() - began);
      }
      this.time = Math.round(times.sort((a, b) => a - b)[TRIES >> 1]);
      this.set("line", this.time <= GOOD_MS ? "good" : "slow");
    },
    async listen() {
      const obstacle = recordingObstacle();
      if (obstacle) return this.set("mic", "none", obstacle);
      try { this.voice = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch (error) { return this.set("mic", "none", mediaFault(error)); }
      this.isListening = true;
      this.set("mic", "quiet");
      this.audio = new AudioContext();
      const analyser = this.audio.createAnalyser(), samples = new Float32Array(1024);
      this.audio.createMediaStreamSource(this.voice).connect(analyser);
      this.meter = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
        this.level = Math.min(1, loudness * 6);
        if (loudness > LOUD && this.result.mic !== "good") this.set("mic", "good");
      }, 80);
    },
    async play() {
      const audio = new AudioContext(), tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = 523;
      volume.gain.setValueAtTime(0.0001, audio.currentTime);
      volume.gain.exponentialRampToValueAtTime(0.2, audio.currentTime + 0.1);
      volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 1.2);
      tone.connect(volume).connect(audio.destination);
      tone.start();
      tone.stop(audio.currentTime + 1.3);
      tone.onended = () => audio.close();
      this.result.speaker = undefined;
      this.wasPlayed = true;
    },
    async watchCamera() {
      if (!navigator.mediaDevices?.getUserMedia) return this.set("camera", "none", isSecureContext ? "unsupported" : "insecure");
      try { this.picture = await navigator.mediaDevices.getUserMedia({ video: true }); } catch (error) { return this.set("camera", "none", mediaFault(error)); }
      const video = [this.$refs.video].flat().find(Boolean);
      video.srcObject = this.picture;
      this.isWatching = true;
      this.set("camera", "good");
    },
    unwatch() { this.picture?.getTracks().forEach((track) => track.stop()); this.isWatching = false; },
    stop() {
      clearInterval(this.meter);
      this.unwatch();
      this.voice?.getTracks().forEach((track) => track.stop());
      this.audio?.close();
    },
  },
};
