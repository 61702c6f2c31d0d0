// The theme of this browser: a cookie for the next first paint, and the page at once.
export default {
  template: `
    <div class="me-theme theme-choice" role="group" aria-label="Theme">
      <button v-for="t in themes" :key="t[0]" type="button" :aria-pressed="chosen === t[0]" @click="choose(t[0])">
        <span class="icon" :class="'i-' + t[2]"></span>{{ t[1] }}</button>
    </div>
  `,
  props: { theme: String },
  data() {
    return { chosen: this.theme || "auto", themes: [["auto", "Auto", "auto"], ["light", "Light", "sun"], ["dark", "Dark", "moon"]] };
  },
  methods: {
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
