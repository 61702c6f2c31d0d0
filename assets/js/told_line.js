// The calm line to a candidate about what the checks see now. It stays for a moment after it is over, so that it can be read.
const STAYS_MS = 8000;

export class ToldLine {
  /** `show(kinds)` is called with what is to be read now, the oldest first; an empty list: nothing. */
  constructor(show) { Object.assign(this, { show, shown: [], timer: null }); }
  take(kinds) {
    clearTimeout(this.timer);
    if (kinds.length) return this.say(kinds);
    if (this.shown.length) this.timer = setTimeout(() => this.say([]), STAYS_MS);
  }
  end() { clearTimeout(this.timer); }
  say(kinds) {
    if (kinds.join() === this.shown.join()) return;
    this.shown = [...kinds];
    this.show(this.shown);
  }
}
