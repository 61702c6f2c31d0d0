// One other person in the call: the connection to his browser. The newcomer of a pair makes it and sends the first offer;
// after that either side may (perfect negotiation). `pair` names the connection, so that what comes late is ignored.
import { newId } from "./ids.js";

const RESTART_MAKER_MS = 4000, RESTART_MS = 2000;          // a disconnected line is tried anew, not by both at once
const FIRST_MS = 6000, AGAIN_MS = 14000;                   // not connected for so long: made anew from the ground
// for one other person, two and three; each of them gets a stream of its own, encoded by this computer
const LIMITS = {
  camera: [{ maxBitrate: 900_000, maxFramerate: 30 }, { maxBitrate: 600_000, maxFramerate: 20 }, { maxBitrate: 350_000, maxFramerate: 15, scaleResolutionDownBy: 2 }],
  screen: [{ maxBitrate: 1_800_000, maxFramerate: 15 }, { maxBitrate: 1_200_000, maxFramerate: 8 }, { maxBitrate: 800_000, maxFramerate: 5 }],
  sound: [{ maxBitrate: 64_000 }, { maxBitrate: 48_000 }, { maxBitrate: 40_000 }],
};

export class Peer {
  constructor(call, about) {
    Object.assign(this, { call, id: about.id, session: about.session, seq: about.seq, name: about.name, seat: about.seat });
    Object.assign(this, { streams: {}, kinds: {}, screens: {}, work: Promise.resolve(), state: "connecting", since: Date.now(), attempts: 0 });
  }
  get isConnected() { return this.pc?.connectionState === "connected"; }

  /** The newcomer's side: camera and microphone each get their place in the first offer, also when there is none yet. */
  offer() {
    const pc = this.make(newId(), true), { local } = this.call.media;
    this.sound = pc.addTransceiver(this.call.media.track("audio") ?? "audio", { direction: "sendrecv", streams: [local] });
    this.camera = pc.addTransceiver(this.call.media.track("video") ?? "video", { direction: "sendrecv", streams: [local] });
    this.share();
  }

  make(pair, isMaker) {
    this.close();
    const pc = (this.pc = new RTCPeerConnection({ ...this.call.configuration(), bundlePolicy: "max-bundle" }));
    Object.assign(this, { pair, isMaker, isOffering: false, ignores: false, streams: {}, kinds: {}, sound: null, camera: null, screens: {} });
    Object.assign(this, { since: Date.now(), hasConnected: false });
    this.setState("connecting");
    pc.onnegotiationneeded = async () => {
      try {
        this.isOffering = true;
        await pc.setLocalDescription();
        this.describe();
      } catch (error) { this.call.note(`offer ${error.name}`); } finally { this.isOffering = false; }
    };
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) this.say("ice_candidate", { candidate: plain(candidate) });
    };
    pc.oniceconnectionstatechange = () => this.watchIce(pc);
    pc.onconnectionstatechange = () => { if (pc === this.pc) this.settle(pc.connectionState); };
    pc.ontrack = ({ track, streams: [stream] }) => {
      if (!stream) return;
      const heard = () => { this.sort(); this.call.tell(); };
      stream.onremovetrack = stream.onaddtrack = track.onmute = track.onunmute = heard;
      (this.received ??= new Map()).set(stream.id, stream);
      heard();
    };
    return pc;
  }

  // -- what the other side says ---------------------------------------------------
  hear(kind, body) {
    this.work = this.work.then(() => this.take(kind, body)).catch((error) => this.call.note(`${kind} ${error.name}: ${error.message}`));
  }
  async take(kind, { pair, sdp, kinds, candidate }) {
    if (kind === "sdp_offer" && pair !== this.pair) {
      if (this.isMaker && this.pc && this.seq < this.call.seq) return;   // ours is the newer one
      this.make(pair, false);
    } else if (pair !== this.pair || !this.pc) return;
    const pc = this.pc;
    if (kind === "ice_candidate") {
      try { await pc.addIceCandidate(candidate); } catch (error) { if (!this.ignores) this.call.note(`candidate ${error.name}`); }
      return;
    }
    const type = kind === "sdp_offer" ? "offer" : "answer";
    if (type === "answer" && pc.signalingState !== "have-local-offer") return;   // the same answer twice
    const collides = type === "offer" && (this.isOffering || pc.signalingState !== "stable");
    this.ignores = collides && !this.isMaker;              // the maker gives way
    if (this.ignores) return;
    this.kinds = kinds;
    await pc.setRemoteDescription({ type, sdp });
    this.sort();
    if (type === "offer") {
      const isFirst = !this.sound;
      if (isFirst) this.takePlaces(pc);
      await pc.setLocalDescription();
      this.describe();
      if (isFirst) for (const kind of ["audio", "video"]) this.replace(kind);   // after the answer, which need not wait for them
      if (!this.hasShared) this.share();
    }
    this.call.tell();
  }
  /** The answering side: its camera and microphone take the places that the offer has for them. */
  takePlaces(pc) {
    for (const [name, kind] of [["sound", "audio"], ["camera", "video"]]) {
      const place = pc.getTransceivers().find((one) => one.receiver.track.kind === kind);
      if (!place) continue;
      this[name] = place;
      place.direction = "sendrecv";
      place.sender.setStreams?.(this.call.media.local);
    }
  }
  describe() {
    const { type, sdp } = this.pc.localDescription;
    this.say(`sdp_${type}`, { sdp, kinds: this.call.media.kinds() });
  }
  say(kind, body) { this.call.signal(this.id, kind, { pair: this.pair, ...body }); }

  // -- what we send ---------------------------------------------------------------
  /** Camera or microphone changed, or went away: no new offer is needed. */
  async replace(kind) {
    const place = kind === "audio" ? this.sound : this.camera;
    await place?.sender.replaceTrack(this.call.media.track(kind)).catch((error) => this.call.note(`replace ${error.name}`));
    if (this.isConnected) this.limit();
  }
  /** The screen is a second stream, always the same one: its places are kept for the next time. */
  share() {
    const { screen, deck } = this.call.media, tracks = screen?.getTracks() ?? [];
    if (!this.pc || (!this.isMaker && !this.pc.remoteDescription)) return;
    this.hasShared = true;
    for (const kind of ["video", "audio"]) {
      const track = tracks.find((one) => one.kind === kind) ?? null, place = this.screens[kind];
      if (place) { place.sender.replaceTrack(track).catch((error) => this.call.note(`screen ${error.name}`)); place.direction = track ? "sendonly" : "inactive"; }
      else if (track) this.screens[kind] = this.pc.addTransceiver(track, { direction: "sendonly", streams: [deck] });
    }
    this.limit();
  }
  /** Each of us sends to each: the more people, the less to each. */
  limit() {
    const step = Math.min(2, Math.max(0, this.call.peers.size - 1));
    for (const [place, name] of [[this.sound, "sound"], [this.camera, "camera"], [this.screens.audio, "sound"], [this.screens.video, "screen"]]) {
      const settings = place?.sender.getParameters?.();
      if (!place?.sender.track || !settings?.encodings?.length) continue;
      if (name === "camera") settings.encodings[0].scaleResolutionDownBy = 1;
      Object.assign(settings.encodings[0], LIMITS[name][step]);
      place.sender.setParameters(settings).catch(() => {});
    }
  }

  // -- how it goes ----------------------------------------------------------------
  watchIce(pc) {
    if (pc !== this.pc) return;
    clearTimeout(this.restart);
    const state = pc.iceConnectionState;
    if (state === "failed") pc.restartIce();
    if (state === "disconnected") this.restart = setTimeout(() => { if (pc === this.pc && pc.iceConnectionState === "disconnected") pc.restartIce(); }, this.isMaker ? RESTART_MAKER_MS : RESTART_MS);
  }
  settle(state) {
    if (state === "connected") { Object.assign(this, { hasConnected: true, attempts: 0 }); this.limit(); }
    else if (this.state === "connected") this.since = Date.now();
    this.setState(state === "connected" ? "connected" : this.hasConnected ? "reconnecting" : "connecting");
  }
  setState(state) { if (this.state !== state) { this.state = state; this.call.tell(); } }
  /** True when this connection has had its time and is to be made anew; the newcomer looks first. */
  isStuck(now = Date.now()) {
    if (this.isConnected) return false;
    const patience = (this.hasConnected ? AGAIN_MS : FIRST_MS) + (this.isMaker ? 0 : 3000);
    return now - this.since > Math.min(30_000, patience * 2 ** Math.max(0, this.attempts - 1));
  }
  /** The line to the server was away: what got lost is said again. */
  resync() {
    clearTimeout(this.leaving);
    const { pc } = this;
    if (!this.isConnected) this.since = Date.now();
    if (!pc) return;
    pc.setConfiguration({ ...pc.getConfiguration(), ...this.call.configuration() });   // fresh log-ins for the relay
    if (pc.signalingState === "have-local-offer") this.describe();
    else if (!this.isConnected && pc.signalingState === "stable" && pc.remoteDescription) pc.restartIce();
  }
  /** Which stream is the camera and which the screen, as the newest description says. */
  sort() {
    this.streams = {};
    for (const [id, stream] of this.received ?? []) {
      const isLive = stream.getTracks().some((track) => track.readyState === "live");
      if (isLive && this.kinds[id]) this.streams[this.kinds[id]] = stream;
      if (!stream.getTracks().length) this.received.delete(id);
    }
  }
  close() {
    clearTimeout(this.restart);
    this.received = new Map();
    this.hasShared = false;
    if (!this.pc) return;
    for (const name of ["onnegotiationneeded", "onicecandidate", "oniceconnectionstatechange", "onconnectionstatechange", "ontrack"]) this.pc[name] = null;
    this.pc.close();
    this.pc = null;
  }
}

const plain = ({ candidate, sdpMid, sdpMLineIndex, usernameFragment }) => ({ candidate, sdpMid, sdpMLineIndex, usernameFragment: usernameFragment ?? null });
