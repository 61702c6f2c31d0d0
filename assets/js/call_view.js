// What is to be seen of a call, as plain values for the elements that draw it.

/** One tile for each picture: {key, id, kind, name, isMe, stream, hasPicture, hasSound, isSpeaking, state, word, isRelayed}. */
export function callTiles(call, viewer) {
  if (!call.isIn) return [];
  const told = new Map(call.people.map((person) => [person.id, person])), tiles = [];
  const me = { id: viewer.id, name: viewer.name, isMe: true, state: "connected", word: "" };
  for (const peer of call.peers.values()) {
    const media = told.get(peer.id)?.media ?? {}, { camera, screen } = peer.streams;
    const about = { id: peer.id, name: peer.name, seat: peer.seat, isMe: false, state: peer.state, word: peer.state === "connected" ? peer.quality?.word ?? "good" : peer.state, isRelayed: peer.quality?.isRelayed ?? false };
    if (screen) tiles.push({ ...about, key: `${peer.id}/screen`, kind: "screen", stream: pictureOf(screen), hasPicture: true, hasSound: true, isSpeaking: false });
    tiles.push({ ...about, key: peer.id, kind: "camera", stream: pictureOf(camera), hasPicture: Boolean(camera && media.camera !== false), hasSound: media.microphone !== false, isSpeaking: call.sound.speaking.has(peer.id) });
  }
  if (call.media.screen) tiles.push({ ...me, key: "me/screen", kind: "screen", stream: pictureOf(call.media.screen), hasPicture: true, hasSound: true, isSpeaking: false });
  const own = call.media.state();
  if (viewer.seat !== "observer") tiles.push({ ...me, key: "me", kind: "camera", stream: pictureOf(call.media.local), hasPicture: own.camera, hasSound: own.microphone, isSpeaking: call.sound.speaking.has("me") });
  return tiles.map((tile) => ({ ...tile, initials: initials(tile.name) }));
}

/** Names of our texts on what is missing, most important first: no_camera, camera_denied, … */
export function callNotices(call, viewer) {
  if (!call.isIn || viewer.seat === "observer") return [];
  const { media } = call, faults = ["audio", "video", "screen"].map((kind) => media.fault(kind)).filter(Boolean);
  const lacks = { audio: media.faults.audio && !media.track("audio"), video: media.faults.video && !media.track("video") };
  const what = lacks.audio && lacks.video ? ["only_hear"] : lacks.audio ? ["no_microphone"] : lacks.video ? ["no_camera"] : [];
  return [...what, ...faults];
}

/** The picture alone: an element that shows it would render its sound, too, even when muted. */
function pictureOf(stream) {
  const [track] = stream?.getVideoTracks() ?? [];
  if (!track) return null;
  if (pictures.get(stream)?.getVideoTracks()[0] !== track) pictures.set(stream, new MediaStream([track]));
  return pictures.get(stream);
}
const pictures = new WeakMap();                             // by the stream they are of

const initials = (name) => name.split(/\s+/).filter(Boolean).map((word) => [...word][0]).slice(0, 2).join("").toUpperCase();
