// A score from 0 to 4, the sentence it stands for, and all five sentences on request.
export default {
  template: `
    <div class="score" :class="{ 'score-none': none }">
      <div class="score-head">
        <span class="score-label">{{ label }} <span v-if="weight" class="muted small">{{ weight }}</span></span>
        <span class="score-value"><template v-if="none">not assessed</template><template v-else><b>{{ score }}</b> of 4</template><template v-if="source"> · {{ source }}</template></span>
      </div>
      <div class="score-steps" aria-hidden="true"><i v-for="n in 4" :key="n" :class="{ 'is-on': !none && n <= score }"></i></div>
      <p v-if="!none && anchors[score]" class="score-anchor">{{ anchors[score] }}</p>
      <details v-if="anchors.length">
        <summary>What 0 to 4 mean</summary>
        <ol class="score-anchors"><li v-for="(a, i) in anchors" :key="i" :class="{ 'is-it': i === score }"><b>{{ i }}</b><span>{{ a }}</span></li></ol>
      </details>
    </div>
  `,
  props: { label: String, score: [Number, null], anchors: Array, source: String, weight: String },
  computed: {
    none() {
      return this.score === null || this.score === undefined;
    },
  },
};
