// The pictures of the call. They draw themselves from the module's call, which outlives this element.
import { browserName, callNotices, callTiles, roomCall, roomLine } from "neurohire";

const LAYOUTS = ["side", "strip", "focus"];
const MOVED = ["elsewhere", "full", "not_inside"];

export default {
  template: `
    <section class="call" :data-layout="layout" :data-state="state" :aria-label="texts.title">
      <p class="only-read" aria-live="polite">{{ news }}</p>
      <div v-if="state === 'out'" class="call-door">
        <h2>{{ texts.title }}</h2>
        <p class="muted" role="status">{{ reason && MOVED.includes(reason) ? texts[reason] : whoIsIn }}</p>
        <p v-if="isObserver" class="small muted">{{ texts.observing }}</p>
        <p v-if="recorded" class="small call-recorded"><span class="icon icon-small i-info" aria-hidden="true"></span><span>{{ texts[recorded] }}</span></p>
        <button type="button" class="button button-primary has-icon i-phone call-join" @click="join()">{{ texts[reason === "elsewhere" ? "here_instead" : isObserver ? "join_listen" : "join"] }}</button>
        <button v-if="!isObserver && reason !== 'elsewhere'" type="button" class="button has-icon i-camera-off" @click="join(false)">{{ texts.join_sound }}</button>
      </div>
      <template v-else>
        <div v-if="isBlocked" class="call-note" role="alert"><span class="icon i-speaker" aria-hidden="true"></span><div><p>{{ texts.blocked }}</p><button type="button" class="button" @click="call.sound.unblock()">{{ texts.unblock }}</button></div></div>
        <div v-if="notices.length" class="call-note" role="status">
          <span class="icon i-info" aria-hidden="true"></span>
          <div><p v-for="name in notices" :key="name">{{ texts[name] }}</p><p v-if="fix" class="muted">{{ fix }}</p><button v-if="canTryAgain" type="button" class="button" @click="tryAgain">{{ texts.again }}</button></div>
          <button type="button" class="button-icon icon i-close" :aria-label="texts.dismiss" @click="dismissed = notices.join()"></button>
        </div>
        <p v-if="state === 'joining'" class="muted call-words" role="status">{{ texts.joining }}</p>
        <p v-else-if="isAlone" class="muted call-words" role="status">{{ texts.alone }}</p>
        <p v-if="isHidden" class="muted call-words">{{ texts.hidden }}</p>
        <p v-if="isObserver" class="small muted call-words">{{ texts.observing }}</p>
        <div v-for="place in ['stage', 'strip']" :key="place" v-show="shown[place].length" :class="'call-' + place" :data-count="shown[place].length" :ref="place">
          <div v-if="place === 'stage'" class="call-stage-head"><b>{{ stageName }}</b>
            <button type="button" class="button has-icon" :class="isFull ? 'i-shrink' : 'i-expand'" @click="fullScreen">{{ texts[isFull ? "full_screen_end" : "full_screen"] }}</button>
            <button type="button" class="button has-icon i-close" @click="setLayout('side')">{{ texts.shrink }}</button>
          </div>
          <figure v-for="tile in shown[place]" :key="tile.key" class="call-tile" :class="{ 'is-speaking': tile.isSpeaking, 'is-me': tile.isMe, 'is-screen': tile.kind === 'screen', 'is-large': tile.key === largeKey }" :data-key="tile.key" :data-kind="tile.kind">
            <video v-show="tile.hasPicture" .srcObject="tile.stream" autoplay muted playsinline></video>
            <span v-if="!tile.hasPicture" class="call-face"><b aria-hidden="true">{{ tile.initials }}</b><span class="small">{{ texts[tile.state === "connected" ? "camera_is_off" : tile.state] }}</span></span>
            <figcaption>
              <span class="call-name">{{ nameOf(tile) }}</span>
              <span v-if="!tile.hasSound" class="icon icon-small i-mic-off" role="img" :aria-label="texts.muted" :title="texts.muted"></span>
              <span v-if="tile.isSpeaking" class="icon icon-small i-speaker" role="img" :aria-label="texts.speaks" :title="texts.speaks"></span>
              <span v-if="tile.word && tile.kind === 'camera'" class="call-quality" :data-word="tile.word">{{ texts[tile.word] }}<template v-if="tile.isRelayed"> {{ texts.relayed }}</template></span>
            </figcaption>
            <div class="call-tile-acts">
              <button v-if="tile.hasPicture && place === 'strip'" type="button" class="icon i-expand" :aria-label="say('enlarge', { name: nameOf(tile) })" :title="say('enlarge', { name: nameOf(tile) })" @click="enlarge(tile)"></button>
              <button v-if="tile.hasPicture && canPopOut" type="button" class="icon i-pop-out" :aria-label="say('pop_out', { name: nameOf(tile) })" :title="say('pop_out', { name: nameOf(tile) })" @click="popOut($event)"></button>
            </div>
          </figure>
        </div>
      </template>
    </section>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({ plan: null, state: "out", reason: "", tiles: [], notices: [], dismissed: "", people: [], news: "", isBlocked: false, layout: "side", largeKey: "", isHidden: false, isFull: false, canPopOut: document.pictureInPictureEnabled === true, MOVED }),
  computed: {
    isObserver() { return this.viewer.seat === "observer"; },
    recorded() {
      if (!this.plan?.is_planned) return "";
      return this.isObserver ? "recorded_others" : this.viewer.seat === "interviewer" ? "recorded_join" : this.plan.sound || this.plan.picture ? "recorded_agreed" : "recorded_not";
    },
    isAlone() { return this.state === "in" && !this.tiles.some((tile) => !tile.isMe); },
    others() { return this.people.filter((person) => person.id !== this.viewer.id).map((person) => person.name); },
    whoIsIn() { return this.others.length ? this.say(this.others.length > 1 ? "are_in" : "is_in", { names: this.others.join(", ") }) : this.texts.nobody; },
    fix() {
      const fault = this.notices.find((name) => /^(camera|microphone)_(denied|busy)$|_denied_system$/.test(name));
      return fault ? this.texts[fault.endsWith("_system") ? "fix_denied_system" : `fix_${fault.split("_")[1]}_${browserName()}`] : "";
    },
    canTryAgain() { return this.notices.some((name) => /^(camera|microphone)_(denied|denied_system|busy|missing|lost)$/.test(name)); },
    shown() {
      const screens = this.tiles.filter((tile) => tile.kind === "screen"), isChosen = (tile) => tile.key === this.largeKey;
      const chosen = this.tiles.filter(isChosen), stage = this.layout === "focus" ? (chosen.length ? chosen : screens.filter((tile) => !tile.isMe || screens.length === 1)) : [];
      const strip = this.isHidden ? [] : this.tiles.filter((tile) => !stage.includes(tile));
      if (this.layout === "strip") strip.sort((one, other) => isChosen(other) - isChosen(one));
      return { stage, strip };
    },
    stageName() { return this.shown.stage.map((tile) => this.nameOf(tile)).join(", "); },
  },
  mounted() {
    this.call = roomCall(this.interviewId, this.viewer);
    this.ends = [this.call.on(() => this.draw()), roomLine(this.interviewId, this.viewer).onState((state) => { this.plan = state.recording ?? null; })];
    this.onFull = () => { this.isFull = Boolean(document.fullscreenElement); };
    this.onLayout = ({ detail }) => this.arranged(detail);
    addEventListener("nh-call-layout", this.onLayout);
    document.addEventListener("fullscreenchange", this.onFull);
    this.observer = new ResizeObserver(() => this.place());
    const centre = document.querySelector(".room-centre");
    if (centre) this.observer.observe(centre);
    const wish = this.call.wish;
    if (wish && this.call.state === "out" && !this.call.reason) this.call.join(this.isObserver ? { audio: false, video: false } : wish);   // in the call before the reload
    this.draw();
  },
  beforeUnmount() {
    this.ends.forEach((end) => end());
    this.observer.disconnect();
    removeEventListener("nh-call-layout", this.onLayout);
    document.removeEventListener("fullscreenchange", this.onFull);
  },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    nameOf(tile) { return tile.kind === "screen" ? (tile.isMe ? this.texts.my_screen : this.say("screen_of", { name: tile.name })) : tile.isMe ? this.texts.me : tile.name; },
    draw() {
      const { call } = this, before = new Map(this.people.map((person) => [person.id, person]));
      Object.assign(this, { state: call.state, reason: call.reason, tiles: callTiles(call, this.viewer), people: call.people, isBlocked: call.sound.isBlocked });
      const notices = callNotices(call, this.viewer);
      this.notices = notices.join() === this.dismissed ? [] : notices;
      if (!this.tiles.some((tile) => tile.key === this.largeKey)) this.largeKey = "";
      if (this.layout === "focus" && !this.shown.stage.length) this.setLayout("side");
      this.tellNews(before);
      this.place();
    },
    tellNews(before) {
      for (const person of this.people) {
        if (person.id === this.viewer.id) continue;
        const known = before.get(person.id);
        if (!known) this.news = this.say("joined", { name: person.name });
        else if (known.media.screen !== person.media.screen) this.news = this.say(person.media.screen ? "shares" : "stopped", { name: person.name });
      }
      for (const person of before.values()) if (person.id !== this.viewer.id && !this.people.some((one) => one.id === person.id)) this.news = this.say("left", { name: person.name });
    },
    join(video = true) { this.call.join(this.isObserver ? { audio: false, video: false } : { audio: true, video }); },
    async tryAgain() {
      const { media } = this.call;
      this.dismissed = "";
      await media.open({ audio: Boolean(media.faults.audio), video: Boolean(media.faults.video) });
    },
    enlarge(tile) { this.largeKey = tile.key; this.setLayout("focus"); },
    setLayout(layout) { dispatchEvent(new CustomEvent("nh-call-layout", { detail: layout })); },
    arranged(layout) {
      if (layout === "hide" || layout === "show") { this.isHidden = layout === "hide"; return; }
      if (!LAYOUTS.includes(layout)) return;
      this.layout = layout;
      this.isHidden = false;
      if (layout === "side") { this.largeKey = ""; if (document.fullscreenElement) document.exitFullscreen(); }
      if (layout === "strip") this.largeKey ||= this.tiles.find((tile) => tile.kind === "screen")?.key ?? this.tiles[0]?.key ?? "";
      this.draw();                                         // no screen to show: side by side again
      this.$nextTick(() => this.place());
    },
    /** The large picture lies over the editor, wherever the frame has it. */
    place() {
      if (!this.shown.stage.length) return;
      const stage = [this.$refs.stage].flat()[0], centre = document.querySelector(".room-centre")?.getBoundingClientRect();
      if (!stage || !centre) return;
      Object.assign(stage.style, { left: `${centre.left}px`, top: `${centre.top}px`, width: `${centre.width}px`, height: `${centre.height}px` });
    },
    fullScreen() { document.fullscreenElement ? document.exitFullscreen() : [this.$refs.stage].flat()[0]?.requestFullscreen?.().catch(() => {}); },
    popOut(event) {
      const video = event.target.closest("figure").querySelector("video");
      (document.pictureInPictureElement === video ? document.exitPictureInPicture() : video.requestPictureInPicture()).catch(() => {});
    },
  },
};
