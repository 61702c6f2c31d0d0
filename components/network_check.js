// Tries out whether a call can come about: two connections of this page to each other, directly and by each relay.
const TRY_MS = 8000, GATHER_MS = 4000;

export default {
  template: `
    <div class="check network" :data-sum="sum">
      <div class="stack stack-tight"><h1>{{ texts.title }}</h1><p class="muted">{{ texts.lead }}</p></div>
      <p class="network-sum" role="status"><b>{{ sum ? texts["sum_" + sum] : texts.running }}</b></p>
      <section v-for="part in parts" :key="part.key" class="card check-row" :data-part="part.name" :data-state="part.state">
        <span class="check-sign icon" :class="'i-' + sign(part.state)" aria-hidden="true"></span>
        <div class="check-body"><h2>{{ texts[part.name] }}</h2><p class="muted" role="status">{{ part.state ? say(part.name + "_" + part.state, part) : texts.running }}</p></div>
      </section>
      <div class="line"><button type="button" class="button has-icon i-retry" :disabled="!sum" @click="again">{{ texts.again }}</button></div>
    </div>
  `,
  props: { servers: Array, texts: Object },
  data: () => ({ parts: [], sum: "" }),
  mounted() { this.run(); },
  methods: {
    say(name, values = {}) { return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (_, part) => values[part] ?? ""); },
    sign(state) { return state === "good" ? "done" : state === "none" ? "info" : state ? "warning" : "dot"; },
    again() { location.reload(); },                        // with fresh log-ins for the relay
    part(name, key = name) { this.parts.push({ name, key, state: "", count: 0, time: 0, how: "" }); return this.parts.at(-1); },
    async run() {
      const browser = this.part("browser");
      browser.state = typeof RTCPeerConnection === "function" ? "good" : "bad";
      if (browser.state === "bad") { this.sum = "bad"; return; }
      const direct = this.part("direct"), outside = this.part("outside");
      const stun = this.servers.filter((server) => !server.credential), relays = this.servers.filter((server) => server.credential);
      const lines = relays.flatMap(({ urls, ...login }) => urls.map((url) => ({ url, server: { urls: [url], ...login }, part: this.part("relay", url) })));
      if (!lines.length) this.part("relay").state = "none";
      const found = await connect({ iceServers: [] });
      Object.assign(direct, { state: found.works ? "good" : "bad", count: found.candidates.length });
      outside.state = !stun.length ? "none" : (await reflexive(stun)) ? "good" : "bad";
      for (const { url, server, part } of lines) {
        const began = performance.now(), tried = await connect({ iceServers: [server], iceTransportPolicy: "relay" });
        const state = tried.works ? "good" : tried.errors.some((code) => code === 401 || code === 403 || code === 431 || code === 438) ? "401" : "silent";
        Object.assign(part, { state, time: Math.round(performance.now() - began), how: url.replace(/^turns?:/, "") });
      }
      const relayed = lines.filter(({ part }) => part.state === "good").length;
      this.sum = relayed ? "good" : lines.length ? "relay" : direct.state === "good" ? "direct" : "bad";
    },
  },
};

/** Two connections to each other; {works, candidates, errors} within TRY_MS. */
async function connect(configuration) {
  const one = new RTCPeerConnection(configuration), other = new RTCPeerConnection(configuration), candidates = [], errors = [];
  const late = new Promise((done) => setTimeout(() => done(false), TRY_MS));
  const ends = [];
  for (const [from, to] of [[one, other], [other, one]]) {
    from.onicecandidate = ({ candidate }) => { if (candidate?.candidate) { candidates.push(candidate.candidate); to.addIceCandidate(candidate).catch(() => {}); } };
    from.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    ends.push(new Promise((done) => { from.onicegatheringstatechange = () => { if (from.iceGatheringState === "complete") done(); }; }));
  }
  const channel = one.createDataChannel("check");
  const through = new Promise((done) => { other.ondatachannel = ({ channel: answer }) => (answer.onmessage = () => done(true)); });
  channel.onopen = () => channel.send("does it come through?");
  const noWay = Promise.all(ends).then(() => (candidates.length ? late : false));   // nothing gathered: nothing to wait for
  try {
    await one.setLocalDescription();
    await other.setRemoteDescription(one.localDescription);
    await other.setLocalDescription();
    await one.setRemoteDescription(other.localDescription);
    const works = await Promise.race([through, noWay, late]);
    return { works, candidates, errors };
  } finally {
    one.close();
    other.close();
  }
}

async function reflexive(iceServers) {
  const pc = new RTCPeerConnection({ iceServers });
  try {
    pc.createDataChannel("check");
    return await new Promise((done) => {
      pc.onicecandidate = ({ candidate }) => { if (!candidate) done(false); else if (candidate.type === "srflx") done(true); };
      setTimeout(() => done(false), GATHER_MS);
      pc.setLocalDescription();
    });
  } finally { pc.close(); }
}
