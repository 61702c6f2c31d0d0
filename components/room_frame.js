// The frame of the live room. All it shows comes by the operation line; the pieces stand in its slots.
import { keepPage, onRoomKeys, registerKey, roomKeys, roomLine } from "neurohire";

export default {
  template: `
    <div class="room" :data-seat="viewer.seat">
      <header class="room-top">
        <div class="room-what"><b>{{ title }}</b><span>{{ subtitle }}</span></div>
        <slot name="top" />
      </header>
      <nh-banner :interview="interviewId" :as="as"></nh-banner>
      <div class="room-body">
        <section class="room-left" v-if="tabs.length">
          <div role="tablist" class="room-tabs"><button v-for="one in tabs" :key="one.name" type="button" role="tab" :aria-selected="tab === one.name" @click="tab = one.name">{{ one.label }}</button></div>
          <div v-for="one in tabs" :key="one.name" v-show="tab === one.name" role="tabpanel" class="room-panel"><slot :name="'tab-' + one.name" /></div>
        </section>
        <main class="room-centre"><slot name="centre" /><slot name="output" /></main>
        <aside class="room-right"><slot name="tiles" /><slot name="chat" /></aside>
      </div>
      <footer class="room-bar"><slot name="bar" /></footer>
      <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
    </div>
  `,
  props: { interviewId: String, viewer: Object, texts: Object, title: String, subtitle: String, ways: Object, tabs: Array },
  data: () => ({ tab: "", state: null }),
  computed: { as() { return this.viewer.seat === "candidate" ? "candidate" : "staff"; } },
  mounted() {
    this.tab = this.tabs[0]?.name ?? "";
    this.page = keepPage();
    this.ends = [roomLine(this.interviewId, this.viewer).onState((state) => this.seen(state))];
  },
  beforeUnmount() { this.ends.forEach((end) => end()); this.page.off(); },
  methods: {
    seen(state) {
      this.state = state;
      if (["submitted", "reviewed", "cancelled", "terminated"].includes(state.state)) location.assign(this.ways.end);
      else if (!state.is_inside) location.assign(this.ways.waiting);
    },
  },
};
