// A voice by name, and what it sounds like: the sample comes from the server, which asks the service for it once.
const nameIn = (value) => (Array.isArray(value) ? value[0] : value) ?? "";   // what was emitted comes back as a list
const PATIENCE = 10_000;                                   // ms; the server itself gives up before

export default {
  template: `
    <div class="field voice-choice">
      <label class="field-label" :for="id + '-name'">Voice</label>
      <div class="voice-line">
        <input :id="id + '-name'" class="control voice-name" v-model="typed" :placeholder="fallback" :readonly="isReadonly"
          maxlength="60" autocomplete="off" spellcheck="false" :aria-invalid="Boolean(words)" :aria-describedby="id + '-help'" @input="tell">
        <select v-if="languages.length" class="control voice-language" v-model="spoken" aria-label="Language of the sample">
          <option v-for="[code, name] in languages" :key="code" :value="code">{{ name }}</option>
        </select>
        <button v-if="languages.length" type="button" class="button has-icon" :class="[state === 'plays' ? 'i-stop' : 'i-speaker', { 'is-busy': state === 'comes' }]" @click="listen">{{ label }}</button>
      </div>
      <div v-if="!isReadonly" class="voice-known" role="group" aria-label="Known voices">
        <button v-for="name in known" :key="name" type="button" class="chip chip-tag" :class="{ 'chip-accent': name === current }" :aria-pressed="name === current" @click="choose(name)">{{ name }}</button>
      </div>
      <p :id="id + '-help'" class="field-help">One of these, or any name that your server knows. Empty: {{ fallback }}.</p>
      <p v-if="instead" class="field-help">{{ instead }}</p>
      <p v-if="words" class="field-error i-error" role="alert">{{ words }}</p>
    </div>
  `,
  props: { modelValue: [String, Array], known: Array, fallback: String, languages: Array, language: String, instead: String, error: String, readonly: Boolean },
  emits: ["update:modelValue"],
  data() {
    return { typed: nameIn(this.modelValue), spoken: this.language, state: "", problem: "", id: `voice-${Math.random().toString(36).slice(2)}` };
  },
  computed: {
    current() { return this.typed.trim() || this.fallback; },
    isReadonly() { return this.readonly; },
    words() { return this.error || this.problem; },
    label() { return { comes: "One moment …", plays: "Stop" }[this.state] ?? "Listen"; },
  },
  watch: {
    modelValue(value) { if (nameIn(value) !== this.typed) this.typed = nameIn(value); },
    language(value) { this.spoken = value; },
  },
  beforeUnmount() { this.stop(); },
  methods: {
    tell() { this.problem = ""; this.$emit("update:modelValue", this.typed); },
    choose(name) { this.typed = name; this.tell(); },
    async listen() {
      if (this.state) return this.stop();
      const mine = (this.mine = { abort: new AbortController() });
      this.state = "comes";
      this.problem = "";
      try {
        const sound = await this.sampleOf(mine);
        if (sound && this.mine === mine) await this.play(sound, mine);
      } catch {
        if (this.mine === mine) this.problem = "The sample could not be played. Try again.";
      }
      if (this.mine === mine) this.stop();
    },
    async sampleOf(mine) {
      const late = setTimeout(() => mine.abort.abort(), PATIENCE);
      try {
        const answer = await fetch("/api/v1/voices/sample", {
          method: "POST", headers: { "content-type": "application/json" }, signal: mine.abort.signal,
          body: JSON.stringify({ voice: this.instead ? "" : this.current, language: this.spoken }),
        });
        if (answer.ok) return await answer.blob();
        if (this.mine === mine) this.problem = (await answer.json()).detail;
        return null;
      } finally { clearTimeout(late); }
    },
    play(blob, mine) {
      const sound = (mine.sound = new Audio(URL.createObjectURL(blob)));
      return new Promise((done, fail) => {
        Object.assign(sound, { onplaying: () => (this.state = "plays"), onended: done, onpause: done, onerror: fail });
        sound.play().catch(fail);
      });
    },
    stop() {
      const was = this.mine;
      this.mine = null;
      this.state = "";
      was?.abort.abort();
      if (was?.sound) { was.sound.pause(); URL.revokeObjectURL(was.sound.src); }
    },
  },
};
