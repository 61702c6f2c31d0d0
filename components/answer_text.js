// An answer in runs of plain text; a link to a quote's anchor lights up its words and brings them into view.
import { quoteFinder } from "neurohire";

export default {
  mixins: [quoteFinder],
  template: `
    <div class="answer-text" :class="{ 'answer-code': code }" :role="code ? 'region' : null" :aria-label="code ? label : null" :tabindex="code ? 0 : null">
      <div v-for="(line, i) in lines" :key="i" class="answer-line"><span v-if="code" class="answer-count" aria-hidden="true">{{ i + 1 }}</span><span class="answer-words"><template v-for="(run, j) in line" :key="j"><mark v-if="run[2].length" class="said" :class="[run[0], { 'is-found': run[2].includes(found) }]" :data-quotes="run[2].join(' ')">{{ run[1] }}</mark><span v-else-if="run[0]" :class="run[0]">{{ run[1] }}</span><template v-else>{{ run[1] }}</template></template></span></div>
    </div>
  `,
  props: { lines: Array, code: Boolean, label: String },
  methods: {
    hasQuote(name) { return this.lines.some((line) => line.some((run) => run[2].includes(name))); },
  },
};
