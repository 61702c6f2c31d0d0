"""What of a service's segments is believed: services invent words, and known shapes of that are dropped.

Where the limits come from:
- SURE_SILENCE and UNSURE are Whisper's own rule for "nobody speaks" (`no_speech_threshold` 0.6 together with
  `logprob_threshold` -1, transcribe.py); exp(-1) is UNSURE. SILENCE_ALONE is ours.
- REPETITIVE is Whisper's `compression_ratio_threshold` 2.4: text that repeats itself.
- WORDS_A_SECOND: fast speakers say 4 to 5 words a second, auctioneers about 7.
- OVERLAP: a segment that hardly touches speech has nothing to stand on.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator

from neurohire.models.transcripts import SpokenLine
from neurohire.speech.protocol import Segment
from neurohire.speech.stretches import Piece

SURE_SILENCE, UNSURE = 0.6, math.exp(-1)
SILENCE_ALONE = 0.9
REPETITIVE, REPETITIVE_FROM = 2.4, 80  # characters; shorter text does not compress
WINDOW = 500  # characters looked at together: about Whisper's 30 seconds
WORDS_A_SECOND = 8.0
LETTERS_A_WORD = 6.0  # where a word is a very long one
SIGNS_A_WORD = 1.5  # Chinese, Japanese, Thai … have no spaces: about so many signs for a word
GRACE_SECONDS = 0.3  # times of services are rounded
SAME_AGAIN = 2  # the same sentence may come so often in a row; what follows is dropped
OVERLAP = 0.2
LONGEST_LINE = 400  # characters; longer ones are cut at a space
JOINED = 160  # characters up to which unfinished segments become one line
PAUSE = 1.0  # seconds between segments that stay two lines
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENDS = re.compile(r"[.!?…。！？]['\"”’)]*$")


def believed(piece: Piece, segments: Iterable[Segment]) -> tuple[list[SpokenLine], int]:
    """(lines with the take's times, how many segments were dropped)."""
    kept: list[Segment] = []
    dropped, repeats = 0, 0
    for segment in segments:
        text = plain(segment.text)
        if not any(character.isalnum() for character in text):
            continue  # no words: "[ ]", "..."
        is_same = bool(kept) and _key(kept[-1].text) == _key(text)
        repeats = repeats + 1 if is_same else 0
        found = Segment(segment.start, segment.end, text, segment.confidence, segment.no_speech)
        if repeats >= SAME_AGAIN or not _is_believable(piece, found):
            dropped += 1
        else:
            kept.append(found)
    return [line for segment in _joined(kept) for line in _lines(piece, segment)], dropped


def plain(text: str) -> str:
    """One line without control characters; all else is shown as it is, as text."""
    shown = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") else " " for c in text)
    return " ".join(shown.split())


def words_in(text: str) -> float:
    """Words, or what corresponds to them where no spaces are written."""
    dense = len(_DENSE.findall(text))
    others = _DENSE.sub(" ", text).split()
    return dense / SIGNS_A_WORD + sum(max(1.0, len(word) / LETTERS_A_WORD / 2) for word in others)


def _is_believable(piece: Piece, segment: Segment) -> bool:
    start, end = max(0.0, segment.start), min(segment.end, piece.seconds)
    length = end - start
    if length <= 0 or length < OVERLAP * (segment.end - segment.start):
        return False
    if words_in(segment.text) > WORDS_A_SECOND * (length + GRACE_SECONDS):
        return False
    if segment.no_speech is not None and segment.no_speech > SURE_SILENCE:
        is_unsure = segment.confidence is not None and segment.confidence < UNSURE
        if is_unsure or segment.no_speech > SILENCE_ALONE:
            return False
    return not _is_repetitive(segment.text)


def _is_repetitive(text: str) -> bool:
    return any(
        len(part) >= REPETITIVE_FROM and _compression(part) > REPETITIVE
        for part in (text[at : at + WINDOW] for at in range(0, len(text), WINDOW))
    )


def _compression(text: str) -> float:
    data = text.encode()
    return len(data) / len(zlib.compress(data))


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    """Segments that break off in a sentence go on in the same line."""
    current: Segment | None = None
    for segment in segments:
        if current is None:
            current = segment
            continue
        is_open = not _ENDS.search(current.text) and segment.start - current.end < PAUSE
        if is_open and len(current.text) + len(segment.text) < JOINED:
            current = _one(current, segment)
        else:
            yield current
            current = segment
    if current is not None:
        yield current


def _one(first: Segment, second: Segment) -> Segment:
    known = [s for s in (first, second) if s.confidence is not None]
    weight = sum(max(0.01, s.end - s.start) for s in known)
    sure = sum((s.confidence or 0) * max(0.01, s.end - s.start) for s in known) / weight if known else None
    return Segment(first.start, second.end, f"{first.text} {second.text}", sure)


def _lines(piece: Piece, segment: Segment) -> Iterator[SpokenLine]:
    """One, or several when it is long: each gets its share of the time."""
    parts = _cut(segment.text)
    letters = sum(map(len, parts))
    at = max(0.0, segment.start)
    seconds = max(0.0, min(segment.end, piece.seconds) - at)
    for part in parts:
        end = at + seconds * len(part) / letters
        start_of_take, end_of_take = piece.of_take(at), piece.of_take(end, is_end=True)
        yield SpokenLine(
            start=round(start_of_take, 2),
            end=round(max(start_of_take, end_of_take), 2),
            heard=part,
            confidence=None if segment.confidence is None else round(segment.confidence, 2),
        )
        at = end


def _cut(text: str) -> list[str]:
    parts = []
    while len(text) > LONGEST_LINE:
        sentence = max(text.rfind(sign, 0, LONGEST_LINE) for sign in (". ", "? ", "! ")) + 1
        place = sentence or text.rfind(" ", 0, LONGEST_LINE)
        place = place if place > 0 else LONGEST_LINE
        parts.append(text[:place].strip())
        text = text[place:].strip()
    return [*parts, text] if text else parts
