// The browser's own speech recognition, where an admin allows it and the candidate chose it. It may fail in any way at any
// moment: then the voice is kept all the same, and the candidate types.
const AGAIN_MS = 300, LAST_MS = 1500;
const FATAL = ["not-allowed", "service-not-allowed", "audio-capture", "language-not-supported", "network"];

export const canRecognise = () => Boolean(globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition);

export class Recognition {
  /** `onLine({start, end, text, confidence})` for each final stretch; `clock()` gives the take's second; `onFault()` once. */
  constructor({ language, clock, onLine, onFault }) {
    Object.assign(this, { language, clock, onLine, onFault, isOn: false, begun: null });
  }
  start() {
    this.isOn = true;
    this.listen();
  }
  listen() {
    try {
      const Kind = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
      const listening = (this.listening = new Kind());
      Object.assign(listening, { lang: this.language, continuous: true, interimResults: true });
      listening.onresult = (event) => this.heard(event);
      listening.onerror = ({ error }) => { if (FATAL.includes(error)) this.fail(); };
      listening.onend = () => { this.ended?.(); if (this.isOn) setTimeout(() => this.isOn && this.listen(), AGAIN_MS); };
      listening.start();
    } catch { this.fail(); }
  }
  heard({ results, resultIndex }) {
    for (let number = resultIndex; number < results.length; number++) {
      this.begun ??= Math.max(0, this.clock() - 1);          // its first word comes about a second after it was said
      const [best] = results[number];
      if (!results[number].isFinal || !best) continue;
      const text = String(best.transcript).trim();
      if (text) this.onLine({ start: this.begun, end: Math.max(this.begun, this.clock()), text: text.slice(0, 2000), confidence: best.confidence > 0 ? Math.min(1, best.confidence) : null });
      this.begun = null;
    }
  }
  fail() {
    if (!this.isOn) return;
    this.isOn = false;
    this.onFault();
  }
  /** Resolves when its last words are here, or will not come. */
  async stop() {
    if (!this.isOn) return;
    this.isOn = false;
    const over = new Promise((done) => { this.ended = done; setTimeout(done, LAST_MS); });
    try { this.listening.stop(); } catch { return; }
    await over;
  }
}
