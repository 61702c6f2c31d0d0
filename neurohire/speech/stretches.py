"""From probabilities to stretches of speech, and from stretches to pieces that a service is given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from neurohire.speech.voice_activity import STEP_SECONDS

# silero's own defaults for the first three (get_speech_timestamps in its utils_vad.py)
ENTER = 0.5
LEAVE = 0.35
SHORTEST = 0.25  # seconds; less is a cough or a key
# silero joins over 0.1 s and pads 0.03 s, faster-whisper over 2 s and 0.4 s: ours keep a speaker's own pauses
JOIN = 0.6
PAD = 0.3
LONGEST = 110.0  # seconds without a pause; then it is cut where speech is least likely


@dataclass(frozen=True)
class Stretch:
    """Seconds of the take."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Piece:
    """Stretches sent as one sound, one right after the other."""

    stretches: tuple[Stretch, ...]

    @property
    def seconds(self) -> float:
        return sum(stretch.seconds for stretch in self.stretches)

    def of_take(self, at: float, *, is_end: bool = False) -> float:
        """A time of the piece as the take's. At a seam an end belongs to the stretch before it."""
        ends = list(accumulate(stretch.seconds for stretch in self.stretches))
        inside = min(max(0.0, at), ends[-1])
        number = min(bisect_right(ends, inside), len(ends) - 1)
        if is_end and number and inside - ends[number - 1] < STEP_SECONDS:
            number -= 1
        before = ends[number - 1] if number else 0.0
        stretch = self.stretches[number]
        return min(stretch.start + inside - before, stretch.end)


def find(probabilities: Sequence[float], seconds: float) -> list[Stretch]:
    """Where somebody speaks, with a little before and after, in order and never overlapping."""
    raw = [(a, b) for a, b in _runs(probabilities) if (b - a) * STEP_SECONDS >= SHORTEST]
    joined: list[tuple[int, int]] = []
    for start, end in raw:
        if joined and (start - joined[-1][1]) * STEP_SECONDS < JOIN:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    parts = [part for start, end in joined for part in _split(probabilities, start, end)]
    return _padded(parts, seconds)


def pieces(stretches: Sequence[Stretch], longest: float) -> list[Piece]:
    """As few as possible, each at most `longest` seconds, cut only between stretches."""
    found: list[Piece] = []
    current: list[Stretch] = []
    for stretch in (part for whole in stretches for part in _at_most(whole, longest)):
        if current and sum(s.seconds for s in current) + stretch.seconds > longest:
            found.append(Piece(tuple(current)))
            current = []
        current.append(stretch)
    return [*found, Piece(tuple(current))] if current else found


def _runs(probabilities: Sequence[float]) -> list[tuple[int, int]]:
    """Begins above ENTER, ends below LEAVE: one weak moment does not end a word."""
    found, begun = [], None
    for number, value in enumerate(probabilities):
        if begun is None and value >= ENTER:
            begun = number
        elif begun is not None and value < LEAVE:
            found.append((begun, number))
            begun = None
    return found if begun is None else [*found, (begun, len(probabilities))]


def _split(probabilities: Sequence[float], start: int, end: int) -> list[tuple[int, int]]:
    longest = int(LONGEST / STEP_SECONDS)
    parts = []
    while end - start > longest:
        window = range(start + longest * 2 // 3, start + longest)
        cut = min(window, key=lambda number: probabilities[number])
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def _padded(parts: Sequence[tuple[int, int]], seconds: float) -> list[Stretch]:
    found: list[Stretch] = []
    for number, (first, last) in enumerate(parts):
        start, end = first * STEP_SECONDS, last * STEP_SECONDS
        after = parts[number + 1][0] * STEP_SECONDS if number + 1 < len(parts) else seconds
        before = found[-1].end if found else 0.0
        low = max(before, start - PAD)
        high = max(low, min(end + PAD, seconds, max(end, after - PAD)))
        found.append(Stretch(round(low, 3), round(high, 3)))
    return [stretch for stretch in found if stretch.seconds > 0]


def _at_most(stretch: Stretch, longest: float) -> list[Stretch]:
    """For services that are given less at a time than a stretch may last."""
    parts, start = [], stretch.start
    while stretch.end - start > longest:
        parts.append(Stretch(start, start + longest))
        start += longest
    return [*parts, Stretch(start, stretch.end)]
