// The table. It shows what it is given as text and asks the server for every other page, order, search and filter.
const PARTS = {
  text: ["text", "sub"],
  number: ["text", "sub"],
  chip: ["text", "tone", "moving"],
  person: ["text", "sub"],
  date: ["text", "full"],
  link: ["url", "text"],
  input: ["value", "placeholder", "message", "needed", "bad", "label", "kind"],
  progress: ["text", "part"],
  spread: ["text", "label", "bars"],
};

function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0]).join("").toUpperCase() || [...name.trim()][0] || "?";
}

export default {
  template: `
    <div class="data-table">
      <div class="table-tools" v-if="searches || filters.length">
        <div class="table-search" v-if="searches" role="search">
          <span class="icon i-search"></span>
          <input class="control" type="search" v-model="search" :placeholder="searches" :aria-label="searches" maxlength="200" @input="typed">
        </div>
        <div class="table-filters" v-if="filters.length" role="group" aria-label="Filters">
          <button v-for="f in filters" :key="f[0]" type="button" class="filter-chip" :aria-pressed="chosen.includes(f[0])" @click="toggle(f[0])">
            {{ f[1] }}<span v-if="f[0] in count" class="count">{{ count[f[0]] }}</span></button>
        </div>
      </div>
      <div class="table-frame" :aria-busy="busy">
        <div class="table-wait" v-if="waiting"></div>
        <div v-if="pending" class="skeleton"><i v-for="n in 6" :key="n"></i></div>
        <div v-else-if="!shown.length" class="empty">
          <span class="icon" :class="'i-' + (asking ? 'search' : empty[4])" aria-hidden="true"></span>
          <template v-if="asking"><h3>Nothing matches</h3><p>Try fewer filters or another word.</p>
            <button type="button" class="button" @click="clear">Clear search and filters</button></template>
          <template v-else><h3>{{ empty[0] }}</h3><p v-if="empty[1]">{{ empty[1] }}</p>
            <a v-if="empty[2]" class="button button-primary" :href="empty[3]">{{ empty[2] }}</a></template>
        </div>
        <div v-else ref="scroll" class="table-scroll" :class="{ scrolls }" :style="height && { '--table-height': height }" :tabindex="scrolls ? 0 : null" :role="scrolls ? 'region' : null" :aria-label="scrolls ? label : null">
          <table :aria-label="label" :aria-rowcount="total">
            <thead><tr>
              <th v-for="c in columns" :key="c[0]" scope="col" :class="{ 'is-right': c[2] === 'number' || c[2] === 'tools' }" :style="c[4] && { width: c[4] }"
                :aria-sort="c[3] ? (sort === c[0] ? (descending ? 'descending' : 'ascending') : 'none') : null">
                <button v-if="c[3]" type="button" class="sort" :class="{ 'is-sorted': sort === c[0] }" @click="order(c[0])">
                  {{ c[1] }}<span class="icon" :class="sort === c[0] ? (descending ? 'i-down' : 'i-up') : 'i-sort'"></span></button>
                <span v-else-if="c[2] === 'tools'" class="only-read">{{ c[1] }}</span>
                <template v-else>{{ c[1] }}</template>
              </th>
            </tr></thead>
            <tbody>
              <tr v-for="row in shown" :key="row.id" :class="{ opens: opens || row.href, 'is-fresh': fresh === row.id }" @click="openRow(row, $event)" @auxclick.middle="openRow(row, $event)">
                <td v-for="(c, i) in columns" :key="c[0]" :data-label="c[1]" :class="{ 'is-right': c[2] === 'number' || c[2] === 'tools', 'is-blank': blank(row[c[0]]) }">
                  <span v-if="blank(row[c[0]])" class="cell-none">–</span>
                  <template v-else-if="c[2] === 'text' || c[2] === 'number'">
                    <a v-if="i === 0 && row.href" class="cell-text cell-open" :href="row.href" :title="say(row[c[0]])">{{ say(row[c[0]]) }}</a>
                    <button v-else-if="i === 0 && opens" type="button" class="cell-text cell-open" @click.stop="$emit('open', row.id)">{{ say(row[c[0]]) }}</button>
                    <span v-else class="cell-text" :title="say(row[c[0]])">{{ say(row[c[0]]) }}</span>
                    <span v-if="below(row[c[0]])" class="cell-sub">{{ below(row[c[0]]) }}</span>
                  </template>
                  <span v-else-if="c[2] === 'chip'" class="chip" :class="['chip-' + row[c[0]].tone, row[c[0]].moving && 'chip-moving']">{{ row[c[0]].text }}</span>
                  <span v-else-if="c[2] === 'person'" class="person person-small">
                    <span class="person-face" aria-hidden="true">{{ letters(row[c[0]].text) }}</span>
                    <span class="person-text">
                      <a v-if="i === 0 && row.href" class="cell-open truncate" :href="row.href">{{ row[c[0]].text }}</a>
                      <button v-else-if="i === 0 && opens" type="button" class="cell-open truncate" @click.stop="$emit('open', row.id)">{{ row[c[0]].text }}</button>
                      <span v-else class="person-name">{{ row[c[0]].text }}</span>
                      <span v-if="row[c[0]].sub" class="person-sub">{{ row[c[0]].sub }}</span></span>
                  </span>
                  <span v-else-if="c[2] === 'date'" class="cell-date" :title="row[c[0]].full || null">{{ say(row[c[0]]) }}<span v-if="row[c[0]].full" class="only-read"> ({{ row[c[0]].full }})</span></span>
                  <span v-else-if="c[2] === 'link'" class="cell-tools" @click.stop>
                    <button type="button" class="button button-quiet has-icon" :class="copied === row.id ? 'i-check' : 'i-copy'" @click="copy(row, c)">{{ copied === row.id ? "Copied" : row[c[0]].text }}</button>
                    <a class="button button-quiet button-icon has-icon i-open" :href="row[c[0]].url" target="_blank" rel="noopener noreferrer" aria-label="Open link" title="Open"></a>
                  </span>
                  <span v-else-if="c[2] === 'input'" @click.stop>
                    <span class="cell-input"><input class="control" :class="{ 'is-plain': !row[c[0]].needed }" :type="row[c[0]].kind" :value="drafts[row.id + ' ' + c[0]] ?? row[c[0]].value"
                      :placeholder="row[c[0]].placeholder" :aria-label="row[c[0]].label || c[1]" :aria-invalid="row[c[0]].bad" maxlength="500"
                      @input="drafts[row.id + ' ' + c[0]] = $event.target.value" @change="edit(row, c)" @keydown.enter="$event.target.blur()"></span>
                    <span v-if="row[c[0]].message" class="cell-message" :class="{ 'is-bad': row[c[0]].bad }">{{ row[c[0]].message }}</span>
                  </span>
                  <span v-else-if="c[2] === 'progress'" class="cell-progress"><span>{{ row[c[0]].text }}</span>
                    <span class="meter" role="progressbar" :aria-label="row[c[0]].text" aria-valuemin="0" aria-valuemax="100" :aria-valuenow="Math.round(100 * row[c[0]].part)"><i :style="{ width: 100 * row[c[0]].part + '%' }"></i></span></span>
                  <span v-else-if="c[2] === 'spread'" class="cell-spread"><span :class="{ muted: !row[c[0]].bars }">{{ say(row[c[0]]) }}</span>
                    <span v-if="row[c[0]].bars" class="spread" role="img" :aria-label="row[c[0]].label" :title="row[c[0]].label"><i v-for="(n, k) in row[c[0]].bars" :key="k" :style="{ height: Math.max(n, 6) + '%' }"></i></span></span>
                  <span v-else-if="c[2] === 'tools'" class="cell-tools" @click.stop>
                    <button v-for="t in row[c[0]]" :key="t[0]" type="button" class="button" :class="[t[3] ? 'button-danger' : 'button-quiet', t[2] && 'has-icon button-icon i-' + t[2]]"
                      :aria-label="t[2] ? t[1] : null" :title="t[1]" @click="$emit('tool', { id: row.id, name: t[0] })">{{ t[2] ? "" : t[1] }}</button>
                  </span>
                </td>
              </tr>
            </tbody>
          </table>
        </div>
      </div>
      <div class="table-foot" v-if="!pending && (total > size || (total && (searches || filters.length)))">
        <span role="status">{{ from }}–{{ to }} of {{ total.toLocaleString("en") }}</span>
        <nav class="table-pages" aria-label="Pages" v-if="total > size">
          <button type="button" class="button button-quiet button-icon has-icon i-left" aria-label="Previous page" :disabled="page <= 1" @click="go(page - 1)"></button>
          <span>{{ page.toLocaleString("en") }} of {{ pages.toLocaleString("en") }}</span>
          <button type="button" class="button button-quiet button-icon has-icon i-right" aria-label="Next page" :disabled="page >= pages" @click="go(page + 1)"></button>
        </nav>
      </div>
      <span class="only-read" role="status">{{ copied ? "Copied" : "" }}</span>
    </div>
  `,
  props: { columns: Array, filters: Array, rows: Array, total: Number, counts: Array, query: Array, label: String, searches: String, empty: Array, opens: Boolean, height: String, pending: Boolean },
  data() {
    return { ...this.asked(), shown: this.rows.map(this.unpacked), drafts: {}, waiting: false, busy: false, copied: "", fresh: "", scrolls: Boolean(this.height) };
  },
  computed: {
    size() {
      return this.query[1];
    },
    pages() {
      return Math.max(1, Math.ceil(this.total / this.size));
    },
    from() {
      return this.shown.length ? (this.query[0] - 1) * this.size + 1 : 0;
    },
    to() {
      return this.shown.length ? this.from + this.shown.length - 1 : 0;
    },
    count() {
      return Object.fromEntries(this.counts);
    },
    asking() {
      return Boolean(this.search || this.chosen.length);
    },
  },
  watch: {
    rows(rows) {
      this.shown = rows.map(this.unpacked);
      this.arrived();
    },
    query() {
      this.arrived();
    },
  },
  mounted() {
    if (this.pending) this.ask();
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.$el);
  },
  updated() {
    this.measure();
  },
  unmounted() {
    this.sizes.disconnect();
    for (const timer of [this.typing, this.slow, this.reset]) clearTimeout(timer);
  },
  methods: {
    unpacked(row) {
      const cell = (value, kind) => (PARTS[kind] && Array.isArray(value) ? Object.fromEntries(PARTS[kind].map((part, i) => [part, value[i] ?? ""])) : value);
      return { id: row[0], href: row[1], ...Object.fromEntries(this.columns.map((c, i) => [c[0], cell(row[i + 2], c[2])])) };
    },
    letters(name) {
      return initials(String(name));
    },
    asked() {
      const [page, , sort, descending, search, chosen] = this.query;
      return { page, sort, descending, search, chosen: [...chosen] };
    },
    measure() {
      const box = this.$refs.scroll;
      this.scrolls = Boolean(this.height) || (box instanceof Element && box.scrollWidth > box.clientWidth + 1);
    },
    arrived() {
      clearTimeout(this.slow);
      this.waiting = this.busy = false;
      this.page = this.query[0];
    },
    ask() {
      clearTimeout(this.typing);
      clearTimeout(this.slow);
      this.busy = true;
      this.slow = setTimeout(() => (this.waiting = true), 150);
      this.$emit("query", { page: this.page, sort: this.sort, descending: this.descending, search: this.search, filters: this.chosen });
    },
    go(page) {
      this.page = page;
      this.ask();
    },
    typed() {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.go(1), 250);
    },
    toggle(name) {
      this.chosen = this.chosen.includes(name) ? this.chosen.filter((n) => n !== name) : [...this.chosen, name];
      this.go(1);
    },
    clear() {
      this.search = "";
      this.chosen = [];
      this.go(1);
    },
    order(name) {
      this.descending = this.sort === name ? !this.descending : false;
      this.sort = name;
      this.go(1);
    },
    blank(cell) {
      return cell === null || cell === undefined || cell === "" || cell.text === "";
    },
    say(cell) {
      return typeof cell === "object" ? cell.text : cell;
    },
    below(cell) {
      return typeof cell === "object" ? cell.sub : "";
    },
    openRow(row, event) {
      if (event.target.closest("a, button, input, select, label") || String(getSelection())) return;
      if (row.href && (event.ctrlKey || event.metaKey || event.button === 1)) window.open(row.href, "_blank", "noopener");
      else if (row.href) location.assign(row.href);
      else if (this.opens && event.button === 0) this.$emit("open", row.id);
    },
    edit(row, column) {
      const key = row.id + " " + column[0];
      const value = this.drafts[key];
      if (value === undefined || value === row[column[0]].value) return;
      this.$emit("edit", { id: row.id, column: column[0], value });
    },
    async copy(row, column) {
      try {
        await navigator.clipboard.writeText(row[column[0]].url);
        this.copied = row.id;
      } catch {
        window.prompt("Copy this link", row[column[0]].url);
      }
      clearTimeout(this.reset);
      this.reset = setTimeout(() => (this.copied = ""), 2000);
    },
    showRow(packed) {
      const row = this.unpacked(packed);
      const place = this.shown.findIndex((old) => old.id === row.id);
      for (const column of this.columns) delete this.drafts[row.id + " " + column[0]];
      this.shown = place < 0 ? [...this.shown, row] : this.shown.with(place, row);
      this.fresh = row.id;
    },
  },
};
