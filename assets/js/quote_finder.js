// For elements that show words which scores quote: a link to a quote's anchor lights up its words and brings them into view.
/** A mixin. `hasQuote(name)` of the element says whether the anchor is among its words. */
export const quoteFinder = {
  data: () => ({ found: "" }),
  mounted() {
    document.addEventListener("click", this.clicked);
    window.addEventListener("hashchange", this.look);
    this.look();
  },
  unmounted() {
    document.removeEventListener("click", this.clicked);
    window.removeEventListener("hashchange", this.look);
  },
  methods: {
    clicked(event) {
      const link = event.target.closest?.("a[href^='#']");
      if (link && link.hash === location.hash) this.look();   // the same quote again: no hashchange comes
    },
    look() {
      const name = decodeURIComponent(location.hash.slice(1));
      const has = this.hasQuote(name);
      this.found = has ? name : "";
      if (!has) return;
      this.$nextTick(() => {
        const mark = this.$el.querySelector("mark.is-found");
        const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
        mark?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
      });
    },
  },
};
