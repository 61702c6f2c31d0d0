// The call of one live interview. It belongs to this module, once per interview and document: neither a re-mount of what
// shows it nor a restart of the server ends it; the line to the server is the operation socket.
import { CallMedia, isGranted } from "./call_media.js";
import { CallSound } from "./call_sound.js";
import { Peer } from "./call_peer.js";
import { qualityOf } from "./call_quality.js";
import { newId } from "./ids.js";
import { roomLine } from "./room_line.js";

const GRACE_MS = 10_000, LOOK_MS = 1000, QUALITY_EVERY = 3, RENEW_MS = 8 * 60_000;
const calls = (globalThis.neurohireCalls ??= new Map());

/** For the elements of the room. */
export const roomCall = (interviewId, viewer) => openCall(interviewId, roomLine(interviewId, viewer).line);
/** `line`: the interview's operation line, from openInterview(). */
export function openCall(interviewId, line) {
  if (!calls.has(interviewId)) calls.set(interviewId, new Call(interviewId, line));
  return calls.get(interviewId);
}
/** From the waiting room: go straight in when the room opens. */
export function wantCall(interviewId, wish = { audio: true, video: true }) { sessionStorage.setItem(`nh-call-${interviewId}`, JSON.stringify(wish)); }

class Call {
  constructor(id, line) {
    Object.assign(this, { id, line, state: "out", reason: "", people: [], peers: new Map(), ice: [], seq: 0, session: "", notes: [], listeners: new Set() });
    this.media = new CallMedia((kind) => this.mediaChanged(kind));
    this.sound = new CallSound(() => this.tell());
    const handlers = { welcome: this.welcome, joined: this.joined, left: this.left, signal: this.heard, in_call: this.shown, call_refused: this.refused };
    for (const [type, handle] of Object.entries(handlers)) line.on(type, (message) => handle.call(this, message));
    line.on("change", () => this.lineChanged());
    addEventListener("pagehide", () => { for (const peer of this.peers.values()) peer.pc?.close(); });   // the others see it at once
  }
  /** `listener(call)` after every change. Returns a function that ends it. */
  on(listener) { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  tell() {
    if (this.telling) return;                              // many changes of one turn are told once
    this.telling = true;
    queueMicrotask(() => { this.telling = false; this.hearAll(); this.listeners.forEach((listener) => listener(this)); });
  }
  note(text) { this.notes = [...this.notes.slice(-49), text]; }
  get isIn() { return this.state === "in" || this.state === "joining"; }
  get wish() { try { return JSON.parse(sessionStorage.getItem(`nh-call-${this.id}`)); } catch { return null; } }
  configuration() { return { iceServers: this.ice }; }

  // -- come and go ------------------------------------------------------------------
  /** Devices that are missing or denied are named in media.faults and keep nobody out. */
  async join(wish = { audio: true, video: true }) {
    if (this.isIn) return;
    const visit = (this.visit = newId());
    Object.assign(this, { session: "", reason: "" });      // no session yet: nobody is to offer to us
    this.setState("joining");
    wantCall(this.id, wish);
    this.media.isMuted = Boolean(wish.isMuted);
    const opening = this.media.open(wish);                 // the way is found meanwhile, where the browser need not ask
    if (!(await isGranted(wish))) await opening;
    if (this.visit !== visit) return;                      // left meanwhile
    this.session = visit;
    this.ask();
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }
  ask() {
    this.askedAt = Date.now();
    const media = this.media.state();
    this.toldMedia = JSON.stringify(media);
    if (this.post("call_join", { session: this.session, media })) this.isOwed = false;
  }
  leave() {
    sessionStorage.removeItem(`nh-call-${this.id}`);
    this.post("call_leave");
    this.end("out");
  }
  end(state, reason = "") {
    this.visit = this.session = "";
    clearInterval(this.timer);
    for (const id of [...this.peers.keys()]) this.drop(id);
    this.media.close();
    this.sound.close();
    this.reason = reason;
    this.setState(state);
  }
  setState(state) { this.state = state; this.tell(); }
  lineChanged() {
    const isUp = this.line.state === "online";
    if (this.isIn && ["replaced", "no_right", "signed_out"].includes(this.line.state)) return this.end("out", this.line.state === "replaced" ? "elsewhere" : "not_inside");
    if (isUp && !this.wasUp && this.session) this.isOwed = true;   // asked again once we are inside
    this.wasUp = isUp;
  }

  // -- what the server says -----------------------------------------------------------
  welcome({ seq, session, peers, ice }) {
    if (!this.isIn || session !== this.session) return;
    Object.assign(this, { seq, ice, welcomedAt: Date.now(), isOwed: false });
    this.setState("in");
    const there = new Set(peers.map((about) => about.id));
    for (const peer of this.peers.values()) if (!there.has(peer.id)) this.wait(peer);
    for (const about of peers) this.meet(about);
    this.tellMedia();
  }
  joined(about) { if (this.isIn && this.session) this.meet(about); }
  meet(about) {
    let peer = this.peers.get(about.id);
    if (peer && peer.session === about.session) {          // the same page on a new line
      peer.seq = about.seq;
      if (peer.isStuck()) peer.close();
      else return peer.resync();
    } else {
      this.drop(about.id);
      peer = new Peer(this, about);
      this.peers.set(about.id, peer);
    }
    if (this.seq > about.seq) peer.offer();                // only the newcomer of a pair offers
    for (const other of this.peers.values()) if (other.isConnected) other.limit();
    this.tell();
  }
  left({ id, session, final: isFinal }) {
    const peer = this.peers.get(id);
    if (!peer || (session && peer.session !== session)) return;
    if (isFinal) this.drop(id);
    else this.wait(peer);
  }
  /** His line is gone, which says nothing about the picture: as long as that goes on, so do we. */
  wait(peer) {
    clearTimeout(peer.leaving);
    peer.leaving = setTimeout(() => { if (peer.isConnected) this.wait(peer); else if (this.peers.get(peer.id) === peer) this.drop(peer.id); }, GRACE_MS);
  }
  drop(id) {
    const peer = this.peers.get(id);
    if (!peer) return;
    clearTimeout(peer.leaving);
    peer.close();
    this.peers.delete(id);
    for (const other of this.peers.values()) if (other.isConnected) other.limit();
    this.tell();
  }
  heard({ from, session, kind, body }) {
    const peer = this.peers.get(from);
    if (peer && peer.session === session) peer.hear(kind, body);
  }
  shown({ people }) {
    this.people = people;
    if (this.isOwed) { this.isOwed = false; this.ask(); }
    this.tell();
  }
  refused({ reason }) { if (this.isIn) this.end("out", reason); }
  signal(to, kind, body) { return this.line.signal({ to, kind, body }); }
  post(kind, body = {}) { return this.line.signal({ kind, body }); }

  // -- what the person does -----------------------------------------------------------
  mediaChanged(kind) {
    for (const peer of this.peers.values()) kind === "screen" ? peer.share() : kind && peer.replace(kind);
    this.tellMedia();
    this.tell();
  }
  /** What the others show at our picture; also what changed between asking and being let in. */
  tellMedia() {
    const state = this.media.state(), told = JSON.stringify(state);
    if (this.state === "in" && told !== this.toldMedia && this.post("media_state", state)) this.toldMedia = told;
  }
  async toggleMute() { await this.media.setMuted(Boolean(this.media.track("audio")) && !this.media.isMuted); this.keepWish(); }
  async toggleCamera() { await this.media.setCamera(!this.media.track("video")); this.keepWish(); }
  async toggleShare() { return this.media.screen ? this.media.unshare() : this.media.share(); }
  keepWish() { if (this.isIn) wantCall(this.id, { audio: true, video: Boolean(this.media.track("video")), isMuted: this.media.isMuted }); }

  // -- how it goes ----------------------------------------------------------------------
  hearAll() {
    if (!this.isIn) return;
    const others = [...this.peers.values()].flatMap((peer) => Object.entries(peer.streams).map(([kind, stream]) => [kind === "camera" ? peer.id : `${peer.id}/screen`, stream, false]));
    this.sound.update([["me", this.media.local, true], ...others], this.media.chosen.speaker);
  }
  async look() {
    const isUp = this.line.state === "online", now = Date.now();
    this.media.look();
    if (isUp && this.state === "joining" && this.session && now - this.askedAt > 5000) this.ask();
    const isStuck = [...this.peers.values()].some((peer) => peer.isStuck(now));
    const isOld = this.state === "in" && now - this.welcomedAt > RENEW_MS;   // log-ins for the relay run out
    if (isUp && this.state === "in" && (isStuck || isOld) && now - this.askedAt > 3000) {
      for (const peer of this.peers.values()) if (peer.isStuck(now)) peer.attempts += 1;
      this.ask();                                          // a new number makes us the newcomer, who offers
    }
    this.turn = ((this.turn ?? 0) + 1) % QUALITY_EVERY;
    if (this.turn !== 0) return;
    for (const peer of this.peers.values()) if (peer.isConnected) peer.quality = await qualityOf(peer.pc, peer.quality ?? null).catch(() => null);
    this.tell();
  }
}
