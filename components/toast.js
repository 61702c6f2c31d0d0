// One toast, shown in the shell's live region; its clock stops under the pointer and while it has the focus.
export default {
  template: `
    <Teleport v-if="ready" to="#toasts">
      <div v-if="!closed" class="toast" :class="'toast-' + tone" @mouseenter="hold" @mouseleave="start" @focusin="hold" @focusout="start">
        <span class="icon" :class="'i-' + icon" aria-hidden="true"></span>
        <span class="toast-text">{{ words }}</span>
        <button v-if="action" type="button" class="button button-quiet" @click="undo">{{ action }}</button>
        <button type="button" class="button button-quiet button-icon has-icon i-close" aria-label="Close" @click="close"></button>
      </div>
    </Teleport>
  `,
  props: { words: String, tone: String, icon: String, seconds: Number, action: String },
  data: () => ({ ready: false, closed: false }),
  mounted() {
    if (!document.getElementById("toasts")) {
      const box = Object.assign(document.createElement("div"), { id: "toasts", className: "toasts" });
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    this.ready = true;
    this.start();
  },
  unmounted() {
    this.hold();
  },
  methods: {
    start() {
      this.hold();
      this.timer = setTimeout(() => this.close(), this.seconds * 1000);
    },
    hold() {
      clearTimeout(this.timer);
    },
    undo() {
      this.$emit("undo");
      this.close();
    },
    close() {
      this.hold();
      if (this.closed) return;
      this.closed = true;
      this.$emit("gone");
    },
  },
};
