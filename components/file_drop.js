// Files to the server, each by a POST of its own: three at a time, again when the line breaks, each with its own outcome.
const AT_ONCE = 3;
const TRIES = 6;
const AGAIN = [0, 429, 502, 503, 504];
const MESSAGES = {
  too_large: "Larger than {limit}. Make it smaller or export it again.",
  empty: "This file is empty.",
  wrong_type: "Not one of {types}.",
  offline: "Could not be sent. Check the connection, then try again.",
  refused: "The server did not accept this file.",
};

export default {
  template: `
    <div class="file-drop">
      <div class="drop-zone" :class="{ 'is-over': over > 0 }" @dragenter.prevent="over++" @dragleave.prevent="over--" @dragover.prevent @drop.prevent="drop">
        <span class="icon i-upload" aria-hidden="true"></span>
        <strong>{{ title }}</strong>
        <span class="field-help">{{ help }}</span>
        <button type="button" class="button" @click="$refs.input.click()">{{ choose }}</button>
        <input ref="input" type="file" multiple hidden :accept="accept.join(',')" @change="chosen">
      </div>
      <p v-if="problem" class="field-error i-error" role="alert">{{ problem }}</p>
      <div v-if="files.length" class="file-total" role="status">
        <span>{{ summary }}</span>
        <button v-if="retriable" type="button" class="button button-quiet has-icon i-retry" @click="retryAll">Try {{ retriable }} again</button>
      </div>
      <ul v-if="files.length" class="file-rows" aria-label="Files">
        <li v-for="f in files" :key="f.key" class="file-row" :class="'is-' + f.state">
          <span class="icon" :class="icon(f)" aria-hidden="true"></span>
          <span class="file-name" :title="f.name">{{ f.name }}<br><span class="file-state">{{ words(f) }}</span></span>
          <span class="file-side"><span>{{ size(f.bytes) }}</span>
            <button v-if="f.state === 'failed' && f.retriable" type="button" class="button button-quiet button-icon has-icon i-retry" :aria-label="'Try ' + f.name + ' again'" title="Try again" @click="retry(f)"></button></span>
          <span v-if="f.state === 'sending'" class="meter" role="progressbar" :aria-label="f.name" aria-valuemin="0" aria-valuemax="100" :aria-valuenow="Math.round(100 * f.part)"><i :style="{ width: 100 * f.part + '%' }"></i></span>
        </li>
      </ul>
    </div>
  `,
  props: { url: String, csrf: Array, title: String, help: String, choose: String, accept: Array, mostFiles: Number, mostBytes: Number },
  data: () => ({ files: [], over: 0, problem: "" }),
  computed: {
    summary() {
      const by = (state) => this.files.filter((f) => f.state === state).length;
      const parts = [`${by("done")} of ${this.files.length} sent`];
      if (by("failed")) parts.push(`${by("failed")} need a look`);
      return parts.join(" · ");
    },
    retriable() {
      return this.files.filter((f) => f.state === "failed" && f.retriable).length;
    },
  },
  mounted() {
    window.addEventListener("beforeunload", this.leaving);
  },
  unmounted() {
    window.removeEventListener("beforeunload", this.leaving);
  },
  methods: {
    leaving(e) {
      if (this.files.some((f) => f.state === "waiting" || f.state === "sending")) e.preventDefault();
    },
    drop(e) {
      this.over = 0;
      this.add([...e.dataTransfer.files]);
    },
    chosen(e) {
      this.add([...e.target.files]);
      e.target.value = "";
    },
    add(list) {
      this.problem = "";
      if (!list.length) return;
      if (list.length > this.mostFiles) {
        this.problem = `That is ${list.length} files; ${this.mostFiles} go at once. Nothing was sent: choose fewer and add the rest afterwards.`;
        return;
      }
      this.count = this.count || 0;
      const added = list.map((file) => ({ key: ++this.count, file: Vue.markRaw(file), name: file.name, bytes: file.size, part: 0, tries: 0, state: "waiting", message: "", retriable: false }));
      this.files = [...added, ...this.files];
      for (const f of this.files.slice(0, added.length)) this.check(f);
      this.next();
    },
    check(f) {
      const known = this.accept.some((end) => f.name.toLowerCase().endsWith(end));
      if (f.bytes > this.mostBytes) this.fail(f, 0, "too_large", MESSAGES.too_large.replace("{limit}", this.size(this.mostBytes)));
      else if (f.bytes === 0) this.fail(f, 0, "empty", MESSAGES.empty);
      else if (!known) this.fail(f, 0, "wrong_type", MESSAGES.wrong_type.replace("{types}", this.accept.join(", ")));
    },
    next() {
      const free = AT_ONCE - this.files.filter((f) => f.state === "sending").length;
      const waiting = this.files.filter((f) => f.state === "waiting");
      for (const f of waiting.slice(0, Math.max(0, free))) this.send(f);
      if (!waiting.length && free === AT_ONCE && this.sentAny) {
        this.sentAny = false;
        this.$emit("finished");
      }
    },
    send(f) {
      f.state = "sending";
      f.part = 0;
      f.tries++;
      this.sentAny = true;
      const request = new XMLHttpRequest();
      request.open("POST", this.url);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("X-File-Name", encodeURIComponent(f.name.toWellFormed()));
      request.setRequestHeader(this.csrf[0], this.csrf[1]);
      request.upload.onprogress = (e) => (f.part = e.lengthComputable ? e.loaded / e.total : 0);
      request.onloadend = () => this.answered(f, request);
      request.send(f.file);
    },
    answered(f, request) {
      const answer = this.parse(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        f.state = "done";
        f.part = 1;
        f.file = null;
        this.$emit("done", { name: f.name, status: request.status, answer });
      } else if (AGAIN.includes(request.status) && f.tries < TRIES) {
        f.message = "Waiting for the connection …";
        setTimeout(() => ((f.state = "waiting"), this.next()), this.pause(f, request));
        return;
      } else {
        const code = answer.code || (request.status ? "refused" : "offline");
        this.fail(f, request.status, code, answer.message || answer.detail || MESSAGES[code] || MESSAGES.refused, AGAIN.includes(request.status), answer);
      }
      this.next();
    },
    pause(f, request) {
      const asked = Number(request.status && request.getResponseHeader("Retry-After"));
      return asked > 0 ? Math.min(asked, 60) * 1000 : Math.min(15000, 600 * 2 ** f.tries) * (0.7 + Math.random() * 0.6);
    },
    parse(text) {
      try {
        const value = JSON.parse(text);
        return value && typeof value === "object" ? value : {};
      } catch {
        return {};
      }
    },
    fail(f, status, code, message, retriable = false, answer = {}) {
      Object.assign(f, { state: "failed", message: String(message), retriable });
      this.$emit("failed", { name: f.name, status, code: String(code), message: f.message, answer });
    },
    retry(f) {
      Object.assign(f, { state: "waiting", tries: 0, message: "" });
      this.next();
    },
    retryAll() {
      for (const f of this.files) if (f.state === "failed" && f.retriable) this.retry(f);
    },
    icon(f) {
      return { done: "i-done", failed: "i-error" }[f.state] || "i-file";
    },
    words(f) {
      if (f.state === "failed" || (f.state === "sending" && f.tries > 1 && !f.part)) return f.message;
      return { waiting: "Waiting", sending: `Sending, ${Math.round(100 * f.part)} %`, done: "Sent" }[f.state];
    },
    size(bytes) {
      if (bytes < 1024) return bytes + " B";
      return bytes < 1048576 ? Math.round(bytes / 1024) + " KiB" : (bytes / 1048576).toFixed(bytes % 1048576 ? 1 : 0) + " MiB";
    },
  },
};
