// The chat of a live interview. What is written waits in the operation queue until the server has it; lines are drawn by
// their number in the journal, so each is there once, in the server's order. No markup is ever interpreted.
import { chatNodes, openChat, plainWords, registerKey } from "neurohire";

const NEAR = 48;                                           // px from the end that count as "at the end"
const TOGETHER = 3 * 60_000;                               // lines of one person within this share a name and a time
const FEW = 300;                                           // characters left, from here on told

/** Words of people as text nodes. */
const ChatWords = {
  template: `<div class="chat-words" dir="auto"></div>`,
  props: { text: String, texts: Object },
  mounted() { this.draw(); },
  watch: { text() { this.draw(); } },
  methods: { draw() { this.$el.replaceChildren(chatNodes(this.text, this.texts)); } },
};

export default {
  components: { ChatWords },
  template: `
    <section class="chat" :aria-label="say('title')">
      <div ref="list" class="chat-list" role="log" tabindex="0" :aria-label="say('lines')" aria-live="polite" @scroll.passive="scrolled">
        <p v-if="canLoad" class="chat-more"><button type="button" class="button button-quiet" :disabled="isReading" @click="earlier">{{ say(isReading ? "loading" : "earlier") }}</button></p>
        <p v-if="!shown.length && isLoaded" class="chat-empty muted small">{{ say("empty") }}</p>
        <template v-for="one in shown" :key="one.id">
          <p v-if="one.day" class="chat-day"><span>{{ one.day }}</span></p>
          <p v-if="one.isFirstNew" class="chat-new"><span>{{ say("new_here") }}</span></p>
          <div class="chat-line" :class="{ 'is-own': one.isOwn, 'is-head': one.isHead, 'is-waiting': one.state === 'waiting', 'is-refused': one.state === 'refused' }" :data-number="one.seq">
            <p v-if="one.isHead" class="chat-head"><b dir="auto">{{ one.name }}</b><time v-if="one.time" :datetime="one.at" :title="one.fullTime">{{ one.time }}</time><span v-if="one.is_aside" class="chat-aside">{{ say("team_only") }}</span></p>
            <chat-words :text="one.text" :texts="texts" />
            <p v-if="one.state === 'waiting'" class="chat-state">{{ say(isOnline ? "sending" : "waits") }}</p>
            <p v-if="one.state === 'refused'" class="chat-state" role="alert"><span>{{ say("not_sent", { why: one.message }) }}</span>
              <button type="button" class="button button-quiet" @click="chat.again(one)">{{ say("again") }}</button>
              <button type="button" class="button button-quiet" @click="chat.forget(one)">{{ say("discard") }}</button></p>
          </div>
        </template>
      </div>
      <button v-if="unread && !isAtEnd" type="button" class="chat-jump has-icon i-down" @click="toEnd">{{ say(unread === 1 ? "new_one" : "new_many", { count: unread }) }}</button>
      <form v-if="mayWrite" class="chat-write" @submit.prevent="send">
        <p v-if="isTeamOnly" class="chat-note small">{{ say("team_reads") }}</p>
        <div class="chat-box">
          <textarea ref="box" class="control" rows="1" dir="auto" :maxlength="longest" :aria-label="say('write')" :aria-describedby="helpId" :placeholder="say(isTeamOnly ? 'to_team' : 'placeholder')" v-model="draft" @input="typed" @keydown="pressed"></textarea>
          <button type="submit" class="button button-primary button-icon has-icon i-send" :disabled="!draft.trim()" :aria-label="say('send')" :title="say('send')"></button>
        </div>
        <p :id="helpId" class="chat-help" :class="{ 'is-few': left < few }">{{ left < few ? say("left", { count: left }) : say("help") }}</p>
      </form>
      <p v-else-if="isLoaded" class="chat-note small muted">{{ say(viewer.seat === "observer" ? "reads" : "closed") }}</p>
    </section>
  `,
  props: { interviewId: String, viewer: Object, texts: Object, longest: Number },

  data: () => ({
    lines: [], waiting: [], refused: [], unread: 0, newFrom: 0, names: {}, draft: "", isAtEnd: true, isReading: false, isLoaded: false, canLoad: false,
    isOnline: true, mayWrite: false, isCandidateIn: true, few: FEW,
  }),

  computed: {
    helpId() { return `chat-help-${this.interviewId}`; },
    left() { return this.longest - this.draft.length; },
    isTeamOnly() { return this.viewer.seat !== "candidate" && !this.isCandidateIn; },
    shown() {
      const all = [
        ...this.lines.map((line) => ({ ...line, id: line.key || line.seq, state: "" })),
        ...this.waiting.map((line) => ({ ...line, id: line.key, state: "waiting" })),
        ...this.refused.map((line) => ({ ...line, id: line.key, actor: this.viewer.id, state: "refused" })),
      ];
      let before = null;
      return all.map((line) => {
        const at = line.at ? new Date(line.at) : null, isOwn = line.actor === this.viewer.id;
        const isNewDay = at && (!before?.at || before.at.toDateString() !== at.toDateString());
        const isFirstNew = Boolean(this.newFrom) && line.seq >= this.newFrom && !(before?.seq >= this.newFrom);
        const isHead = !before || isNewDay || isFirstNew || before.actor !== line.actor || before.is_aside !== line.is_aside || (at && before.at && at - before.at > TOGETHER);
        before = { ...line, at: at ?? before?.at };
        return {
          ...line, isOwn, isHead, isFirstNew, day: isNewDay && (this.lines.length ? this.dayOf(at) : ""), name: isOwn ? this.say("you") : this.nameOf(line.actor),
          time: at?.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) ?? "",
          fullTime: at?.toLocaleString([], { dateStyle: "full", timeStyle: "long" }) ?? "",
        };
      });
    },
  },

  created() {
    this.chat = openChat(this.interviewId, this.viewer);   // not in data(): Vue must not wrap it
    this.draft = this.chat.draft;
  },
  mounted() {
    this.off = [
      this.chat.on(() => this.follow()),
      this.chat.room.onState((state) => this.look(state)),
      registerKey({ key: "C", label: this.say("key"), run: () => this.focus() }),
    ];
    this.seen = () => this.readHere();
    document.addEventListener("visibilitychange", this.seen);
    addEventListener("focus", this.seen);
    this.sizes = new ResizeObserver(() => { if (this.isAtEnd) this.toEnd(); });   // a lower list keeps its last line
    this.sizes.observe(this.$refs.list);
    this.watcher = new IntersectionObserver(([entry]) => { this.isOnScreen = entry.isIntersecting; this.readHere(); });
    this.watcher.observe(this.$refs.list);
    this.follow();
    this.$nextTick(() => { this.fit(); this.toEnd(); });
  },
  beforeUnmount() {
    this.off.forEach((off) => off());
    document.removeEventListener("visibilitychange", this.seen);
    removeEventListener("focus", this.seen);
    this.watcher.disconnect();
    this.sizes.disconnect();
    this.tellTitle(0);
  },

  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    nameOf(actor) { return plainWords(this.names[actor] ?? this.say("somebody")); },
    dayOf(at) {
      const isToday = at.toDateString() === this.chat.line.serverNow().toDateString();
      return isToday ? "" : at.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short" });
    },

    // -- what is there ------------------------------------------------------------------
    look(state) {
      this.names = { ...Object.fromEntries((state.people ?? []).map(({ id, name }) => [id, name])), ...(state.chat?.names ?? {}) };
      this.isCandidateIn = state.chat?.is_candidate_in ?? true;
      this.mayWrite = Boolean(state.may_write);
    },
    follow() {
      const { chat } = this, wasAtEnd = this.isAtEnd, last = this.lines.at(-1)?.seq ?? 0, unread = chat.unread;
      if (unread && !this.unread && !this.canSee()) this.newFrom = chat.lines.find((line) => line.seq > chat.readTo && line.actor !== this.viewer.id)?.seq ?? 0;
      const waiting = chat.waiting, isSame = (mine, theirs) => mine.length === theirs.length && mine.every((one, i) => one.key === theirs[i].key);
      if (!isSame(this.waiting, waiting)) this.waiting = waiting;   // this is called at every key press in any panel
      if (!isSame(this.refused, chat.refused)) this.refused = [...chat.refused];
      Object.assign(this, { lines: chat.lines, unread, isReading: chat.isReading, isLoaded: chat.isLoaded, canLoad: chat.hasEarlier, isOnline: chat.line.state === "online" });
      const came = (this.lines.at(-1)?.seq ?? 0) > last || this.waiting.length;
      if (came && wasAtEnd) this.$nextTick(() => this.toEnd());
      else this.readHere();
      this.tellTitle(unread);
    },
    /** The frame shows a mark at the panel's name; the tab's title tells it while the tab is not seen. Never a sound. */
    tellTitle(unread) {
      dispatchEvent(new CustomEvent("nh-room-unread", { detail: { panel: "chat", interviewId: this.interviewId, count: unread } }));
      const plain = document.title.replace(/^\(\d+\) /, ""), title = unread && document.hidden ? `(${Math.min(unread, 99)}) ${plain}` : plain;
      if (document.title !== title) document.title = title;
    },
    canSee() { return !document.hidden && document.hasFocus() && this.isOnScreen && this.isAtEnd; },
    readHere() {
      if (!this.canSee()) return this.tellTitle(this.unread);
      this.chat.markRead();
    },
    scrolled() {
      const { list } = this.$refs, wasAtEnd = this.isAtEnd;
      this.isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
      if (this.isAtEnd && !wasAtEnd) this.readHere();
    },
    toEnd() {
      const { list } = this.$refs;
      if (!list) return;
      list.scrollTop = list.scrollHeight;
      this.isAtEnd = true;
      this.readHere();
    },
    async earlier() {
      const { list } = this.$refs, before = list.scrollHeight - list.scrollTop;
      await this.chat.loadEarlier();
      await this.$nextTick();
      list.scrollTop = list.scrollHeight - before;
    },

    // -- what is written ------------------------------------------------------------------
    typed() { this.chat.draft = this.draft; this.fit(); },
    /** As high as its words, up to a third of a small window. */
    fit() {
      const { box } = this.$refs;
      if (!box) return;
      box.style.height = "auto";
      box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`;
    },
    pressed(event) {
      if (event.key === "Escape") { event.preventDefault(); this.$refs.box.blur(); return; }
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.send();
    },
    send() {
      const text = this.draft.trimEnd();
      if (!text.trim()) return;
      this.draft = "";
      this.typed();
      this.newFrom = 0;
      this.isAtEnd = true;
      this.chat.send(text, this.isTeamOnly);
      this.$nextTick(() => { this.fit(); this.toEnd(); });
    },
    /** For the key that leads here. */
    focus() { (this.$refs.box ?? this.$refs.list).focus(); },
  },
};
