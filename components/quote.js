// A quote: the words, where they are from, and the jump to their place.
export default {
  template: `
    <figure class="quote" :class="{ 'quote-code': code }">
      <blockquote>{{ code ? words : "“" + words + "”" }}</blockquote>
      <figcaption v-if="where || href || jumps">
        <span v-if="where">{{ where }}</span>
        <a v-if="href" class="jump" :href="href">Show in the answer</a>
        <button v-else-if="jumps" type="button" class="jump" @click="$emit('jump')">Show in the answer</button>
      </figcaption>
    </figure>
  `,
  props: { words: String, where: String, href: String, jumps: Boolean, code: Boolean },
};
