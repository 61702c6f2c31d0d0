// The team's shell; the theme is a cookie, so that the next first paint already has it.
export default {
  template: `
    <div class="shell">
      <a class="skip-link" href="#main">Skip to content</a>
      <nav class="rail" aria-label="Main">
        <a class="brand" href="/" aria-label="NeuroHire, home"><span class="brand-mark"></span><span>NeuroHire</span></a>
        <ul><li v-for="p in places" :key="p[0]">
          <a class="rail-link" :href="p[2]" :title="p[1]" :aria-current="p[0] === active ? 'page' : null">
            <span class="icon" :class="'i-' + p[3]"></span><span>{{ p[1] }}</span></a>
        </li></ul>
        <ul class="rail-end"><li v-for="p in below" :key="p[0]">
          <a class="rail-link" :href="p[2]" :title="p[1]" :aria-current="p[0] === active ? 'page' : null">
            <span class="icon" :class="'i-' + p[3]"></span><span>{{ p[1] }}</span></a>
        </li></ul>
      </nav>
      <header class="bar">
        <form class="bar-search" role="search" action="/search" method="get">
          <label class="only-read" for="bar-search">Search candidates, interviews and positions</label>
          <input id="bar-search" ref="search" class="control" name="search" type="search" :value="search" placeholder="Search people, interviews, positions" autocomplete="off" maxlength="200">
          <span class="icon i-search"></span><kbd aria-hidden="true">/</kbd>
        </form>
        <div class="bar-gap"></div>
        <a class="live-now" :class="{ 'is-live': live > 0 }" href="/interviews?state=live" :aria-label="live + ' live now'">
          <span class="number">{{ live }}</span><span class="word">live now</span></a>
        <div class="me" ref="me" @keydown.esc="closeMenu">
          <button class="me-button" ref="button" type="button" :aria-expanded="open" aria-controls="me-menu" :aria-label="'Menu of ' + name" @click="open = !open">
            <span class="person-face">{{ initials }}</span><span class="icon i-down"></span>
          </button>
          <div v-show="open" id="me-menu" class="me-menu">
            <div class="me-who"><b>{{ name }}</b><span>{{ role }} · {{ email }}</span></div>
            <div class="me-theme" role="group" aria-label="Theme">
              <button v-for="t in themes" :key="t.key" type="button" :aria-pressed="chosen === t.key" @click="choose(t.key)">
                <span class="icon" :class="'i-' + t.icon"></span>{{ t.label }}</button>
            </div>
            <a v-for="p in below" :key="p[0]" class="me-item only-phone" :href="p[2]"><span class="icon" :class="'i-' + p[3]"></span>{{ p[1] }}</a>
            <form method="post" action="/logout">
              <input type="hidden" name="csrf" :value="csrf">
              <button class="me-item" type="submit"><span class="icon i-sign-out"></span>Sign out</button>
            </form>
          </div>
        </div>
      </header>
      <main id="main" class="content" :class="width && 'content-' + width" tabindex="-1"><slot /></main>
      <div id="toasts" class="toasts" role="status" aria-live="polite"></div>
    </div>
  `,
  props: { places: Array, below: Array, active: String, name: String, email: String, role: String, initials: String, csrf: String, live: Number, theme: String, search: String, width: String },
  data() {
    return {
      open: false,
      chosen: this.theme || "auto",
      themes: [{ key: "auto", label: "Auto", icon: "auto" }, { key: "light", label: "Light", icon: "sun" }, { key: "dark", label: "Dark", icon: "moon" }],
    };
  },
  mounted() {
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("pointerdown", this.onPointer);
  },
  unmounted() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("pointerdown", this.onPointer);
  },
  methods: {
    onKey(e) {
      const typing = e.target.closest?.("input, textarea, select, [contenteditable]");
      if (e.key !== "/" || typing || e.ctrlKey || e.metaKey || e.altKey) return;
      e.preventDefault();
      this.$refs.search.focus();
      this.$refs.search.select();
    },
    onPointer(e) {
      if (this.open && !this.$refs.me.contains(e.target)) this.open = false;
    },
    closeMenu() {
      if (!this.open) return;
      this.open = false;
      this.$refs.button.focus();
    },
    choose(theme) {
      this.chosen = theme;
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
      const style = document.getElementById("theme-choice");
      if (style) style.textContent = theme === "auto" ? "" : `:root{color-scheme:${theme}}`;
      setDark(theme === "auto" ? null : theme === "dark");
    },
  },
};
