// A week of live interviews. Every block is a link; the arrow keys go to the block beside, above or below.
export default {
  template: `
    <div class="week" @keydown="onKey">
      <div class="week-corner" aria-hidden="true"></div>
      <div v-for="(d, i) in days" :key="'h' + i" class="week-day" :class="{ 'is-today': d[1], 'is-free': !d[2].length }" :id="'week-day-' + i" :style="{ order: 2 * i, gridColumn: i + 2 }">{{ d[0] }}<span v-if="d[1]" class="week-today">Today</span></div>
      <div class="week-hours" aria-hidden="true"><span v-for="h in hours" :key="h">{{ h }}</span></div>
      <ol v-for="(d, i) in days" :key="i" class="week-column" :class="{ 'is-today': d[1], 'is-free': !d[2].length }" :aria-labelledby="'week-day-' + i" :style="{ '--hours': hours.length, order: 2 * i + 1, gridColumn: i + 2 }">
        <li v-if="d[1] && now >= 0" class="week-now" aria-hidden="true" :style="{ top: now + '%' }"></li>
        <li v-for="b in d[2]" :key="b[0] + b[1]" class="week-place" :style="{ top: b[6][0] + '%', height: b[6][1] + '%', left: b[6][2] + '%', width: b[6][3] + '%' }">
          <a class="week-block" :class="'week-' + b[5]" :href="b[0]" :title="b[7]" :aria-label="b[7] + ', ' + b[4]" :data-day="i">
            <b>{{ b[2] }}</b><span class="week-time">{{ b[1] }}</span><span class="week-title">{{ b[3] }}</span><span class="week-word">{{ b[4] }}</span></a>
        </li>
      </ol>
    </div>
  `,
  props: { days: Array, hours: Array, now: Number },
  methods: {
    onKey(e) {
      const at = e.target.closest?.(".week-block"), step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 0, ArrowDown: 0 }[e.key];
      if (!at || step === undefined) return;
      const all = [...this.$el.querySelectorAll(".week-block")], day = Number(at.dataset.day);
      let next = all[all.indexOf(at) + (e.key === "ArrowUp" ? -1 : 1)];
      if (step) {
        const days = [...new Set(all.map((b) => Number(b.dataset.day)))].filter((d) => (d - day) * step > 0);
        const wanted = step > 0 ? Math.min(...days) : Math.max(...days), top = at.getBoundingClientRect().top;
        const near = (b) => Math.abs(b.getBoundingClientRect().top - top);
        next = all.filter((b) => Number(b.dataset.day) === wanted).sort((a, b) => near(a) - near(b))[0];
      }
      if (!next) return;
      e.preventDefault();
      next.focus();
    },
  },
};
