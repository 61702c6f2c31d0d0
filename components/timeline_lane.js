// Lanes over one stretch of time; each mark is a button that says what it is.
export default {
  template: `
    <div class="lane" role="group" aria-label="Timeline">
      <div class="lane-row" v-for="lane in lanes" :key="lane[0]">
        <span class="lane-name">{{ lane[0] }}</span>
        <div class="lane-track">
          <button v-for="m in lane[1]" :key="m[0]" type="button" class="lane-mark" :class="'lane-' + m[4]" :style="place(m)"
            :title="say(m)" :aria-label="say(m)" @click="pick(m[0])"></button>
        </div>
      </div>
      <div class="lane-times" aria-hidden="true"><span>0:00</span><span>{{ clock(seconds / 2) }}</span><span>{{ clock(seconds) }}</span></div>
    </div>
  `,
  props: { lanes: Array, seconds: Number, jumps: Boolean },
  methods: {
    pick(key) {
      this.$emit("pick", key);
      const found = this.jumps && document.getElementById(key);
      if (!found) return;
      for (let outer = found.parentElement; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
      found.tabIndex = -1;
      found.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      found.focus({ preventScroll: true });
      found.classList.add("is-jumped");
      setTimeout(() => found.classList.remove("is-jumped"), 2500);
    },
    clock(s) {
      const whole = Math.round(s);
      return Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
    },
    say(m) {
      return m[1] === m[2] ? `${m[3]}, at ${this.clock(m[1])}` : `${m[3]}, ${this.clock(m[1])} to ${this.clock(m[2])}`;
    },
    place(m) {
      const part = (s) => (100 * Math.min(Math.max(s, 0), this.seconds)) / this.seconds;
      return { left: part(m[1]) + "%", width: part(m[2]) - part(m[1]) + "%" };
    },
  },
};
