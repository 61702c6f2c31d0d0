// The head of a page.
export default {
  template: `
    <header class="page-header">
      <div class="page-header-text">
        <a v-if="back" class="page-back" :href="href"><span class="icon icon-small i-arrow-left" aria-hidden="true"></span>{{ back }}</a>
        <h1>{{ title }}</h1>
        <p v-if="sentence">{{ sentence }}</p>
      </div>
      <div class="page-header-actions"><slot /></div>
    </header>
  `,
  props: { title: String, sentence: String, back: String, href: String },
};
