// The connection banner and the saved-state chip: <nh-banner interview="ID" as="candidate"> and <nh-saved …>.
// Their look is in the style sheet (nh-banner, nh-saved and data-state); their words may be replaced by setTexts().
import { openInterview } from "./operations.js";
import { keepPage } from "./keep_page.js";
import { allWork, onWork } from "./work.js";

const TEXTS = {
  offline: "Offline. Your work is saved on this device.",
  offline_waiting: "Offline. Your work is saved on this device ({count} changes waiting).",
  offline_one: "Offline. Your work is saved on this device (1 change waiting).",
  back: "Back online, all saved {time}",
  signed_out: "Please sign in again. Your work is kept on this device.",
  no_right: "This page can no longer write here. What was saved before is kept.",
  replaced: "This is open in a newer tab. You can read here.",
  take_over: "Write here instead",
  stale: "A new version is ready. Reload when it suits you.",
  reload: "Reload",
  saved: "Saved",
  saved_at: "Saved {time}",
  saving: "Saving …",
  on_device: "{count} on this device",
};
export function setTexts(texts) { Object.assign(TEXTS, texts); }
const say = (name, values = {}) => TEXTS[name].replace(/\{(\w+)\}/g, (_, part) => values[part]);
const clock = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

class ConnectionPart extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => {                                 // a Vue app sets the attributes after creating the element
      if (!this.isConnected || this.stops) return;
      const id = this.getAttribute("interview");
      this.line = id ? openInterview(id, { as: this.getAttribute("as") ?? "" }) : null;
      const draw = () => this.draw();
      this.stops = [onWork(draw), this.line?.on("change", draw), this.watch?.()].filter(Boolean);
      this.draw();
    });
  }
  disconnectedCallback() { this.stops?.forEach((stop) => stop()); this.stops = null; clearTimeout(this.timer); }
  get state() { return this.line?.state ?? "online"; }
}

export class ConnectionBanner extends ConnectionPart {
  watch() {
    this.setAttribute("role", "status");
    this.page = keepPage(() => this.draw());
    return () => this.page.off();
  }
  draw() {
    const state = this.state, { waiting, savedAt } = allWork();
    const away = state === "offline" || state === "reconnecting";
    if (away && !this.since) this.since = Date.now();
    if (away && Date.now() - this.since < 800) {            // a blink of the line is nobody's business
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.draw(), 800);
      return;
    }
    if (away) { this.wasAway = true; return this.show("offline", say(waiting > 1 ? "offline_waiting" : waiting ? "offline_one" : "offline", { count: waiting })); }
    this.since = 0;
    if (state === "signed_out" || this.page?.state === "signed_out") return this.show("signed_out", say("signed_out"));
    if (state === "no_right") return this.show("no_right", say("no_right"));
    if (state === "replaced") return this.show("replaced", say("replaced"), say("take_over"), () => this.line.takeOver());
    if (this.page?.state === "stale") return this.show("stale", say("stale"), say("reload"), () => location.reload());
    if (this.wasAway && waiting === 0) {
      this.wasAway = false;
      this.show("back", say("back", { time: clock(savedAt ?? new Date()) }));
      setTimeout(() => { if (this.dataset.state === "back") this.show(""); }, 6000);   // whatever blinks meanwhile
    } else if (this.dataset.state !== "back") this.show("");
  }
  show(state, text = "", label = "", act = null) {
    if (this.dataset.state === state && this.text === text) return;
    clearTimeout(this.timer);
    this.dataset.state = state;
    this.text = text;
    this.className = `nh-banner ${state ? "is-shown" : ""}`;
    this.hidden = !state;
    this.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (act) this.append(Object.assign(document.createElement("button"), { type: "button", textContent: label, onclick: act }));
  }
}

export class SavedChip extends ConnectionPart {
  draw() {
    const { waiting, savedAt } = allWork(), online = this.state === "online";
    const state = waiting === 0 ? "saved" : online ? "saving" : "on_device";
    const text = waiting ? say(state, { count: waiting }) : savedAt ? say("saved_at", { time: clock(savedAt) }) : say("saved");
    clearTimeout(this.timer);                              // between two key presses "Saving" would only flicker
    this.timer = setTimeout(() => this.show(state, text), state === "saving" ? 600 : 0);
  }
  show(state, text) {
    this.className = "nh-saved";
    this.dataset.state = state;
    if (this.textContent !== text) this.textContent = text;
  }
}

if (!customElements.get("nh-banner")) customElements.define("nh-banner", ConnectionBanner);
if (!customElements.get("nh-saved")) customElements.define("nh-saved", SavedChip);
