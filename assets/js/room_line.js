// The operation line of a live interview's room: one per interview and page, shared by every element of the room.
import { openInterview } from "./operations.js";

const rooms = (globalThis.neurohireRooms ??= new Map());

/**
 * `viewer`: {seat, id, name}. Returns {line, state, presence, onState(f), onPresence(f)}; the newest `state` and
 * `presence` message of the server are kept here, so an element that is mounted later draws itself at once.
 * onState and onPresence call with what is known already, and return a function that ends it.
 */
export function roomLine(interviewId, viewer) {
  const as = viewer.seat === "candidate" ? "candidate" : "staff", key = `${interviewId}/${as}`;
  if (!rooms.has(key)) rooms.set(key, start(openInterview(interviewId, { as, owner: as === "staff" ? viewer.id : "" })));
  return rooms.get(key);
}

function start(line) {
  const room = { line, state: null, presence: { here: [], interviewer_here: false } };
  line.on("state", ({ state }) => { room.state = state; });
  line.on("presence", (presence) => { room.presence = presence; });
  room.onState = (listener) => {
    if (room.state) listener(room.state);
    return line.on("state", ({ state }) => listener(state));
  };
  room.onPresence = (listener) => {
    listener(room.presence);
    return line.on("presence", listener);
  };
  return room;
}
