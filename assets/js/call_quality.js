// How good the connection to one person is, in one word, from what arrived since the last look.
const WEAK = { loss: 0.03, trip: 0.35 }, POOR = { loss: 0.1, trip: 0.9 };

/** {word: good | weak | poor, trip, loss, isRelayed}; `before` is the last answer for the same connection, or null. */
export async function qualityOf(pc, before) {
  const reports = await pc.getStats(), now = { lost: 0, received: 0, trip: 0, isRelayed: false };
  for (const report of reports.values()) {
    if (report.type === "inbound-rtp") { now.lost += Math.max(0, report.packetsLost ?? 0); now.received += report.packetsReceived ?? 0; }
    if (report.type === "candidate-pair" && report.nominated && report.state === "succeeded") {
      now.trip = report.currentRoundTripTime ?? 0;
      now.isRelayed = reports.get(report.localCandidateId)?.candidateType === "relay" || reports.get(report.remoteCandidateId)?.candidateType === "relay";
    }
  }
  const lost = Math.max(0, now.lost - (before?.lost ?? now.lost)), received = now.received - (before?.received ?? 0);
  const loss = lost + received > 0 ? lost / (lost + received) : 0;
  const isOver = (limit) => loss > limit.loss || now.trip > limit.trip;
  return { ...now, loss, word: isOver(POOR) ? "poor" : isOver(WEAK) ? "weak" : "good" };
}
