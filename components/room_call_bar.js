// The buttons of the call, with their keys: M microphone, V camera, S share.
import { canChooseSpeaker, registerKey, roomCall } from "neurohire";

export default {
  template: `
    <div v-if="isIn" class="call-bar" role="group" :aria-label="texts.title">
      <template v-if="!isObserver">
        <button type="button" class="button has-icon call-mic" :class="hasSound ? 'i-mic' : 'i-mic-off is-off'" :aria-pressed="hasSound" :title="texts[hasSound ? 'mute' : 'unmute'] + ' (M)'" :aria-label="texts[hasSound ? 'mute' : 'unmute']" @click="call.toggleMute()"></button>
        <button type="button" class="button has-icon call-camera" :class="hasPicture ? 'i-camera' : 'i-camera-off is-off'" :aria-pressed="hasPicture" :title="texts[hasPicture ? 'camera_off' : 'camera_on'] + ' (V)'" :aria-label="texts[hasPicture ? 'camera_off' : 'camera_on']" @click="call.toggleCamera()"></button>
        <button type="button" class="button has-icon call-share" :class="isSharing ? 'i-screen-stop is-sharing' : 'i-screen-share'" :aria-pressed="isSharing" :title="texts[isSharing ? 'unshare' : 'share'] + ' (S)'" @click="call.toggleShare()">{{ texts[isSharing ? "unshare" : "share_word"] }}</button>
      </template>
      <span v-for="menu in menus" :key="menu" class="call-menu-place" @keydown.esc.stop="open = ''">
        <button type="button" class="button has-icon" :class="menu === 'devices' ? 'i-sliders' : 'i-layout'" :aria-expanded="open === menu" :title="texts[menu]" :aria-label="texts[menu]" @click="toggle(menu)"></button>
        <div v-if="open === menu" class="call-menu" role="dialog" :aria-label="texts[menu]">
          <template v-if="menu === 'devices'">
            <label v-for="one in choices" :key="one.kind" class="call-choice"><span>{{ one.label }}</span>
              <select :aria-label="one.label" :value="one.value" @change="call.media.choose(one.kind, $event.target.value)"><option value="">{{ texts.default }}</option><option v-for="device in one.devices" :key="device.deviceId" :value="device.deviceId">{{ device.label || one.label }}</option></select>
            </label>
            <p v-if="!canChooseSpeaker" class="small muted">{{ texts.no_speaker }}</p>
            <a class="small" :href="network" target="_blank" rel="noopener">{{ texts.network }}</a>
          </template>
          <template v-else><button v-for="one in layouts" :key="one" type="button" class="button button-quiet" @click="arrange(one)">{{ texts[one === "hide" || one === "show" ? one : "layout_" + one] }}</button></template>
        </div>
      </span>
      <button type="button" class="button has-icon i-hang-up call-leave" :title="texts.leave" :aria-label="texts.leave" @click="call.leave()"></button>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object, network: String },
  data: () => ({ isIn: false, hasSound: false, hasPicture: false, isSharing: false, open: "", devices: [], chosen: {}, isHidden: false, canChooseSpeaker: canChooseSpeaker() }),
  computed: {
    isObserver() { return this.viewer.seat === "observer"; },
    menus() { return ["devices", "layout"]; },
    layouts() { return ["side", "strip", "focus", this.isHidden ? "show" : "hide"]; },
    choices() {
      const kinds = [["video", "camera", "videoinput"], ["audio", "mic", "audioinput"], ["speaker", "speaker", "audiooutput"]];
      return kinds.filter(([kind]) => (kind === "speaker" ? this.canChooseSpeaker : !this.isObserver)).map(([kind, label, input]) => ({
        kind, label: this.texts[label], value: this.chosen[kind] ?? "", devices: this.devices.filter((device) => device.kind === input && !["default", "communications"].includes(device.deviceId)),
      }));
    },
  },
  mounted() {
    this.call = roomCall(this.interviewId, this.viewer);
    this.onLayout = ({ detail }) => { if (detail !== "hide") this.isHidden = false; else this.isHidden = true; };
    this.onClick = (event) => { if (this.open && !event.target.closest?.(".call-menu-place")) this.open = ""; };
    addEventListener("nh-call-layout", this.onLayout);
    addEventListener("click", this.onClick);
    const keys = this.isObserver ? [] : [["M", "mic", () => this.call.toggleMute()], ["V", "camera", () => this.call.toggleCamera()], ["S", "share", () => this.call.toggleShare()]];
    this.ends = [
      this.call.on(() => this.draw()),
      ...keys.map(([key, label, run]) => registerKey({ key, label: this.texts[label], group: this.texts.title, run: () => { if (this.call.state === "in") run(); } })),
    ];
    this.draw();
  },
  beforeUnmount() { this.ends.forEach((end) => end()); removeEventListener("nh-call-layout", this.onLayout); removeEventListener("click", this.onClick); },
  methods: {
    draw() {
      const { microphone, camera, screen } = this.call.media.state();
      Object.assign(this, { isIn: this.call.isIn, hasSound: microphone, hasPicture: camera, isSharing: screen, devices: this.call.media.devices, chosen: { ...this.call.media.chosen } });
    },
    toggle(menu) { this.open = this.open === menu ? "" : menu; if (this.open === "devices") this.call.media.list(); },
    arrange(layout) { dispatchEvent(new CustomEvent("nh-call-layout", { detail: layout })); this.open = ""; },
  },
};
