// The resume in the room: pages drawn on the server come as pictures, each when it is looked at, with their words for who
// listens. The file itself is never opened by the browser, only downloaded.
import { roomLine } from "neurohire";

const ZOOMS = [100, 125, 150, 200, 300];
const AGAIN_MS = 3000;

export default {
  template: `
    <section class="rr" :class="{ 'is-wide': isWide }" :aria-label="say('title')">
      <p v-if="state === 'none'" class="rr-none muted">{{ say("none") }}</p>
      <p v-else-if="state === 'closed'" class="rr-none muted">{{ say("closed") }}</p>
      <p v-else-if="state === 'failed'" class="rr-none"><span>{{ problem || say("unread") }}</span> <button type="button" class="button" @click="load">{{ say("again") }}</button></p>
      <div v-else-if="!view" class="rr-none" role="status"><div class="skeleton" :aria-label="say('loading')"><i></i><i></i><i></i></div></div>
      <p v-else-if="view.kind === 'waiting'" class="rr-none muted" role="status">{{ say("reading") }}</p>
      <template v-else>
        <div class="rr-bar">
          <template v-if="showsPages">
            <button type="button" class="button button-quiet button-icon has-icon i-minus" :disabled="zoom === 0" :aria-label="say('smaller')" :title="say('smaller') + ' (-)'" @click="zoomBy(-1)"></button>
            <button type="button" class="button button-quiet rr-zoom number" :aria-label="say('fit')" :title="say('fit') + ' (0)'" @click="zoomTo(0)">{{ percent }} %</button>
            <button type="button" class="button button-quiet button-icon has-icon i-add" :disabled="zoom === zooms.length - 1" :aria-label="say('larger')" :title="say('larger') + ' (+)'" @click="zoomBy(1)"></button>
            <span class="rr-place number small muted" role="status" :aria-label="say('page', { number: here, pages: view.pages })">{{ say("page_short", { number: here, pages: view.pages }) }}</span>
          </template>
          <span class="rr-gap"></span>
          <button type="button" class="button button-quiet button-icon has-icon" :class="isWide ? 'i-left' : 'i-right'" :aria-pressed="isWide" :aria-label="say('wide')" :title="say('wide') + ' (W)'" @click="widen"></button>
          <button v-if="view.kind === 'pages' && view.text" type="button" class="button button-quiet button-icon has-icon" :class="isText ? 'i-file' : 'i-text'" :aria-pressed="isText" :aria-label="say('as_text')" :title="say(isText ? 'as_pages' : 'as_text')" @click="isText = !isText"></button>
          <a v-if="view.has_file" class="button button-quiet button-icon has-icon i-download" :href="address('/file')" :aria-label="say('download')" :title="say('download')" download></a>
        </div>
        <details v-if="view.hidden.length" class="rr-hidden">
          <summary><span class="icon icon-small i-warning" aria-hidden="true"></span>{{ say("hidden_title") }} ({{ view.hidden.length }})</summary>
          <p class="small">{{ say("hidden_text") }}</p>
          <figure v-for="(one, i) in view.hidden" :key="i" class="quote"><blockquote class="small">{{ one.text }}</blockquote><figcaption>{{ say("hidden_where", { reason: say("hidden_" + one.reason), page: one.page }) }}</figcaption></figure>
        </details>
        <p v-if="showsPages && view.pages < view.pages_total" class="rr-note small muted">{{ say("first_pages", { pages: view.pages, total: view.pages_total }) }}</p>
        <p v-if="view.kind === 'text'" class="rr-note small muted">{{ say("text_only") }}</p>

        <div v-if="showsPages" ref="pages" class="rr-pages" tabindex="0" role="group" :aria-label="say('pages')" @keydown="pressed">
          <figure v-for="page in pages" :key="page.number" class="rr-page" :data-number="page.number" :style="{ width: percent + '%', aspectRatio: page.width + '/' + page.height }">
            <p v-if="page.problem" class="rr-none small"><span>{{ page.problem }}</span> <button type="button" class="button button-quiet" @click="tryAgain(page)">{{ say("again") }}</button></p>
            <img v-else-if="page.isNear" :class="{ 'is-drawn': page.isDrawn }" :src="page.source" :alt="say('page', { number: page.number, pages: view.pages })" draggable="false" @load="drawn(page, $event.target)" @error="failed(page)">
            <figcaption v-if="page.text" class="only-read">{{ page.text }}</figcaption>
          </figure>
        </div>
        <div v-else class="rr-text" tabindex="0" dir="auto">{{ view.text || say("no_text") }}</div>
      </template>
    </section>
  `,
  props: { interviewId: String, viewer: Object, texts: Object },
  data: () => ({ state: "loading", view: null, pages: [], problem: "", zoom: 0, zooms: ZOOMS, here: 1, isText: false, isWide: false }),

  computed: {
    percent() { return ZOOMS[this.zoom]; },
    showsPages() { return this.view?.kind === "pages" && !this.isText; },
    as() { return this.viewer.seat === "candidate" ? "candidate" : "staff"; },
  },
  watch: { showsPages() { this.$nextTick(() => this.watchPages()); } },

  mounted() { this.off = roomLine(this.interviewId, this.viewer).onState((state) => this.look(state)); },
  beforeUnmount() {
    this.off();
    clearTimeout(this.retry);
    this.watcher?.disconnect();
  },

  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    address(rest) { return `${window.path_prefix ?? ""}/api/v1/interviews/${this.interviewId}/resume${rest}?as=${this.as}`; },

    look(state) {
      if (this.viewer.seat === "observer") { this.state = "closed"; return; }
      if (!("resume" in state)) return;                      // not let in yet
      const known = state.resume ? `${state.resume.id}/${state.resume.state}` : "";
      if (!known) { Object.assign(this, { state: "none", view: null, known }); return; }
      if (known !== this.known) { this.known = known; this.load(); }
    },
    async load() {
      clearTimeout(this.retry);
      this.state = "loading";
      try {
        const answer = await fetch(this.address(""), { headers: { accept: "application/json" }, cache: "no-store" });
        if (answer.status === 404) { this.state = "none"; return; }
        if (!answer.ok) throw new Error(String(answer.status));
        this.view = await answer.json();
        this.state = "here";
        // paper is A4 until the first page says otherwise
        this.pages = Array.from({ length: this.view.pages }, (_, i) => ({ number: i + 1, width: 210, height: 297, text: "", problem: "", isNear: false, isDrawn: false, source: "" }));
        if (this.view.kind === "waiting") this.retry = setTimeout(() => this.load(), AGAIN_MS);
        this.$nextTick(() => this.watchPages());
      } catch {
        this.state = "failed";
        this.retry = setTimeout(() => { if (this.state === "failed") this.load(); }, 2 * AGAIN_MS);
      }
    },
    /** A page is asked for when it comes near; the one that fills most of the panel is "here". */
    watchPages() {
      this.watcher?.disconnect();
      if (!this.$refs.pages) return;
      const seen = new Map();
      this.watcher = new IntersectionObserver((changes) => {
        for (const change of changes) {
          const number = Number(change.target.dataset.number);
          seen.set(number, change.intersectionRect.height);
          if (change.isIntersecting) this.near(this.pages[number - 1]);
        }
        const best = [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
        if (best?.[1]) this.here = best[0];
      }, { root: this.$refs.pages, threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] });
      for (const page of this.$refs.pages.querySelectorAll(".rr-page")) this.watcher.observe(page);
    },
    near(page) {
      if (page.isNear) return;
      page.isNear = true;
      page.source = this.address(`/pages/${page.number}/picture`);
    },
    drawn(page, image) {
      Object.assign(page, { width: image.naturalWidth, height: image.naturalHeight, isDrawn: true });
      for (const other of this.pages) if (!other.isNear) Object.assign(other, { width: page.width, height: page.height });
      this.readPage(page);
    },
    async readPage(page) {
      if (page.text) return;
      const answer = await fetch(this.address(`/pages/${page.number}`), { headers: { accept: "application/json" } }).catch(() => null);
      if (answer?.ok) page.text = (await answer.json()).text;
      return answer;
    },
    /** A picture can't say why it did not come; the same page as words can. */
    async failed(page) {
      const answer = await this.readPage(page);
      const told = answer && !answer.ok ? await answer.json().catch(() => null) : null;
      page.problem = (answer?.status === 422 && told?.detail) || this.say(answer ? "page_failed" : "unread");
    },
    tryAgain(page) {
      Object.assign(page, { problem: "", isNear: false });
      this.$nextTick(() => { this.near(page); page.source += `&again=${Date.now()}`; });
    },

    widen() { this.isWide = !this.isWide; },
    zoomBy(step) { this.zoomTo(Math.max(0, Math.min(ZOOMS.length - 1, this.zoom + step))); },
    /** What was in the middle stays there. */
    zoomTo(zoom) {
      const box = this.$refs.pages, before = this.percent;
      const x = (box.scrollLeft + box.clientWidth / 2) / before, y = (box.scrollTop + box.clientHeight / 2) / before;
      this.zoom = zoom;
      this.$nextTick(() => { box.scrollLeft = x * this.percent - box.clientWidth / 2; box.scrollTop = y * this.percent - box.clientHeight / 2; });
    },
    toPage(number) {
      const page = this.$refs.pages.querySelector(`[data-number="${Math.max(1, Math.min(this.view.pages, number))}"]`);
      if (page) this.$refs.pages.scrollTop = page.offsetTop - this.$refs.pages.offsetTop;
    },
    pressed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = {
        "+": () => this.zoomBy(1), "=": () => this.zoomBy(1), "-": () => this.zoomBy(-1), 0: () => this.zoomTo(0), w: () => this.widen(),
        ArrowRight: () => this.zoom === 0 && this.toPage(this.here + 1), ArrowLeft: () => this.zoom === 0 && this.toPage(this.here - 1),
      }[event.key];
      if (act) { act(); event.preventDefault(); event.stopPropagation(); }
    },
  },
};
