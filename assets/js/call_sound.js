// The sound of the call: played here and not by the pictures, so that hiding or moving a picture silences nobody;
// and who speaks, by the loudness of each stream (the statistics say 0 for a muted picture).
const LOUD = 0.015, HOLD_MS = 700, LOOK_MS = 120;
const METERS_MS = 1000;                                     // pictures first: a meter takes the processor from a call that begins

export class CallSound {
  constructor(changed) { Object.assign(this, { changed, players: new Map(), meters: new Map(), speaking: new Set(), heardAt: new Map(), sources: [], isBlocked: false }); }

  /** `sources`: [key, stream, isOurs] of everything that may sound now; ours is measured, not played. */
  update(sources, speaker) {
    const keys = new Set();
    for (const [key, stream, isOurs] of sources) {
      const track = stream?.getAudioTracks()[0];
      if (!track) continue;
      keys.add(key);
      if (!isOurs && this.players.get(key)?.srcObject.getAudioTracks()[0] !== track) this.play(key, track);
    }
    this.sources = sources;
    for (const key of [...this.meters.keys(), ...this.players.keys()].filter((one) => !keys.has(one))) this.forget(key);
    this.metering ??= setTimeout(() => this.measureAll(), METERS_MS);
    if (speaker !== this.speaker) this.setSpeaker(speaker);
    if (keys.size && !this.timer) this.timer = setInterval(() => this.look(), LOOK_MS);
  }
  play(key, track) {
    const player = this.players.get(key) ?? new Audio();
    this.players.set(key, player);
    player.srcObject = new MediaStream([track]);
    if (this.speaker) player.setSinkId?.(this.speaker).catch(() => {});
    player.play().then(() => this.setBlocked(false), (error) => { if (error.name === "NotAllowedError") this.setBlocked(true); });
  }
  /** A browser that wants a click before it makes a sound gets one. */
  unblock() {
    this.context?.resume();
    for (const player of this.players.values()) player.play().then(() => this.setBlocked(false), () => {});
  }
  setBlocked(isBlocked) { if (this.isBlocked !== isBlocked) { this.isBlocked = isBlocked; this.changed(); } }
  setSpeaker(speaker) {
    this.speaker = speaker;
    for (const player of this.players.values()) player.setSinkId?.(speaker ?? "").catch(() => {});
  }

  measureAll() {
    this.metering = null;
    for (const [key, stream] of this.sources) {
      const track = stream?.getAudioTracks()[0];
      if (track && this.meters.get(key)?.track !== track) this.measure(key, track);
    }
  }
  measure(key, track) {
    this.meters.get(key)?.source.disconnect();
    this.context ??= new AudioContext();
    if (this.context.state === "suspended") this.context.resume().catch(() => {});
    const source = this.context.createMediaStreamSource(new MediaStream([track])), analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    source.connect(analyser);
    this.meters.set(key, { track, source, analyser, samples: new Float32Array(analyser.fftSize) });
  }
  look() {
    const now = Date.now(), before = [...this.speaking].join();
    for (const [key, { analyser, samples, track }] of this.meters) {
      analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      if (track.enabled && loudness > LOUD) this.heardAt.set(key, now);
      if (now - (this.heardAt.get(key) ?? 0) < HOLD_MS) this.speaking.add(key);
      else this.speaking.delete(key);
    }
    if ([...this.speaking].join() !== before) this.changed();
  }
  forget(key) {
    const player = this.players.get(key);
    if (player) { player.pause(); player.srcObject = null; }
    this.meters.get(key)?.source.disconnect();
    for (const map of [this.players, this.meters, this.heardAt, this.speaking]) map.delete(key);
  }
  close() {
    clearInterval(this.timer);
    clearTimeout(this.metering);
    Object.assign(this, { timer: null, metering: null, sources: [] });
    for (const key of [...this.meters.keys(), ...this.players.keys()]) this.forget(key);
    this.context?.close();
    this.context = null;
    this.setBlocked(false);
  }
}
/** Whether this browser lets a page choose the speaker. */
export const canChooseSpeaker = () => "setSinkId" in HTMLMediaElement.prototype;
