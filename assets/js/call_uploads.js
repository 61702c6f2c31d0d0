// The queue of what one person recorded in a call; opening it is enough to send what an earlier page has left.
import { openUploads } from "./upload_queue.js";

export function callUploads(interviewId, viewer) {
  const base = `/api/v1/interviews/${interviewId}/call-recordings`, as = viewer.seat === "candidate" ? "candidate" : "staff";
  const told = ({ began, until }) => `as=${as}&until=${until.toFixed(2)}&age=${Math.min(86_400, Math.max(0, (Date.now() - began) / 1000)).toFixed(2)}`;
  return openUploads(`call-${interviewId}-${viewer.id}`, {
    url: (piece) => `${base}/${piece.recording}/` + (piece.end ? `end?as=${as}` : `pieces/${piece.seq}?${told(piece)}`),
    isQuiet: true,                                         // kept over pages, so nobody need wait for them
  });
}
