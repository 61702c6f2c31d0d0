// A spoken answer: its sound, and beside every line a button that plays from there. The line that is heard is marked.
import { quoteFinder } from "neurohire";

export default {
  mixins: [quoteFinder],
  template: `
    <div class="take spoken-answer">
      <p class="muted small">{{ label }}</p>
      <audio v-if="src" ref="sound" class="no-print" controls preload="none" :src="src" :aria-label="label" @timeupdate="follow" @pause="at = -1" @ended="at = -1"></audio>
      <ol v-if="lines.length" class="said-lines">
        <li v-for="(line, i) in lines" :key="i" class="said-line" :class="{ 'is-heard': i === at }">
          <button v-if="src" type="button" class="said-play no-print" :aria-label="'Play from ' + clockOf(line.start)" @click="play(i)">{{ clockOf(line.start) }}</button><span class="said-when">{{ clockOf(line.start) }}</span>
          <div class="said-words"><template v-for="(run, j) in line.runs" :key="j"><mark v-if="run[2].length" class="said" :class="{ 'is-found': run[2].includes(found) }" :data-quotes="run[2].join(' ')">{{ run[1] }}</mark><template v-else>{{ run[1] }}</template></template><span v-if="!line.runs.length" class="muted">(left out by the candidate)</span>
            <span v-if="line.unsure" class="chip chip-tag" title="The service was not sure of these words">unsure</span>
            <p v-if="line.heard" class="said-heard small muted">Corrected by the candidate. Heard as: “{{ line.heard }}”</p></div>
        </li>
      </ol>
      <p v-for="words in about" :key="words" class="muted small">{{ words }}</p>
    </div>
  `,
  props: { src: String, label: String, lines: Array, about: Array },
  data: () => ({ at: -1 }),
  methods: {
    hasQuote(name) { return this.lines.some((line) => line.runs.some((run) => run[2].includes(name))); },
    clockOf(seconds) { return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`; },
    async play(number) {
      const { sound } = this.$refs, start = this.lines[number].start;
      if (sound.readyState === 0) {                          // nothing of it is loaded yet: it can't be moved before
        sound.preload = "metadata";
        sound.load();
        await new Promise((done) => { for (const name of ["loadedmetadata", "error"]) sound.addEventListener(name, done, { once: true }); });
      }
      sound.currentTime = start;
      this.at = number;
      sound.play().catch(() => {});                          // the player shows that it can't
    },
    follow() {
      const { currentTime, paused } = this.$refs.sound;
      this.at = paused ? -1 : this.lines.findLastIndex((line) => line.start <= currentTime + 0.05);
    },
  },
};
