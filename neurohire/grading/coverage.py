"""How far an answer covers one expected point, and which pieces of the answer cover it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from neurohire.grading.cautions import evidence_end, is_heap, is_scrambled, repeats_question
from neurohire.grading.sentences import spans
from neurohire.grading.weights import StemWeights
from neurohire.grading.words import Word, likeness, read_words, stems_of, trigrams

ASKED_WEIGHT = 0.3  # of a stem that the question itself gave away
HEAP_CREDIT = 0.25  # of a stem found only in a heap of words
NEGATED_CREDIT = 0.5  # of a stem that the answer denies and the point does not (or the other way round)
ALIKE = 0.55  # trigram likeness from which two stems count as forms of one word
NEGATION_REACH = 2  # words after "not" that it turns round


@dataclass(frozen=True, slots=True)
class Piece:
    """One quotable piece of the answer with what it says."""

    part: int
    start: int
    end: int
    words: Sequence[Word]
    said: frozenset[str]
    denied: frozenset[str]
    heap: bool
    repeats: bool  # reads the question back


@dataclass(slots=True)
class AnswerReading:
    """An answer read once, compared with many points."""

    pieces: list[Piece]
    cut: bool = False  # a sentence that speaks to the grader was left out
    by_trigram: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def forms_of(self, stem: str) -> dict[str, float]:
        """Stems of the answer that are this stem or nearly so, with their likeness."""
        near = {other for gram in trigrams(stem) for other in self.by_trigram.get(gram, ())}
        alike = {other: likeness(stem, other) for other in near}
        return {other: value for other, value in alike.items() if value >= ALIKE}


@dataclass(frozen=True, slots=True)
class PointCoverage:
    """Share of one point that was found (0..1), what it weighs, and the pieces that cover it."""

    point: str
    share: float
    weight: float
    pieces: list[Piece]
    found: dict[str, float]  # stem -> credit


def read_answer(parts: Sequence[tuple[str, bool]], question: str) -> AnswerReading:
    """Reads (text, is code) parts into pieces; what cannot be evidence is left out and named."""
    reading = AnswerReading([])
    asked = frozenset(stems_of(question))
    for index, (text, code) in enumerate(parts):
        for start, end in spans(text, code=code):
            piece, cut = _piece(index, text, start, end, code, asked)
            reading.cut = reading.cut or cut
            if piece.said:
                reading.pieces.append(piece)
    for piece in reading.pieces:
        for stem in piece.said:
            for gram in trigrams(stem):
                reading.by_trigram[gram].add(stem)
    return reading


def _piece(
    part: int, text: str, start: int, end: int, code: bool, asked: frozenset[str]
) -> tuple[Piece, bool]:
    """One piece up to where it turns to the grader, and whether it did."""
    stop = start + len(text[start : start + evidence_end(text[start:end])].rstrip())
    words = read_words(text[start:stop], code=code)
    heap = not code and is_heap(text[start:stop], words)
    said = frozenset(word.stem for word in words if word.carries)
    repeats = repeats_question(words, asked)
    return Piece(part, start, stop, words, said, denied(words), heap, repeats), stop < end


def denied(words: Sequence[Word]) -> frozenset[str]:
    """Stems that a negation just before them turns round."""
    found: set[str] = set()
    for index, word in enumerate(words):
        if word.negates:
            after = [w.stem for w in words[index + 1 :] if w.carries]
            found.update(after[:NEGATION_REACH])
    return frozenset(found)


def cover_points(
    points: Sequence[str], question: str, reading: AnswerReading, weights: StemWeights
) -> list[PointCoverage]:
    """Coverage of each point; a stem that several points share is shared out among them."""
    asked = set(stems_of(question))
    wanted = [stems_of(point) for point in points]
    shared = Counter(stem for stems in wanted for stem in stems)
    telling = shared.keys() - asked or shared.keys()
    expected = [read_words(point) for point in points]
    trust = [
        HEAP_CREDIT if piece.heap or is_scrambled(piece.words, expected) else 1.0 for piece in reading.pieces
    ]
    covered = []
    for point, stems in zip(points, wanted, strict=True):
        weigh = {s: weights.of(s) / shared[s] * (1.0 if s in telling else ASKED_WEIGHT) for s in stems}
        covered.append(_coverage(point, weigh, reading, trust))
    is_touched = any(c.found.keys() & telling for c in covered)
    return covered if is_touched else [PointCoverage(c.point, 0.0, c.weight, [], {}) for c in covered]


def _coverage(
    point: str, weigh: dict[str, float], reading: AnswerReading, trust: Sequence[float]
) -> PointCoverage:
    """Weighted share of the stems found."""
    credits = _credits(list(weigh), denied(read_words(point)), reading, trust)
    total = sum(weigh.values())
    best = {stem: max(found.values()) for stem, found in credits.items() if found}
    share = sum(weigh[stem] * value for stem, value in best.items()) / total if total else 0.0
    return PointCoverage(point, share, total, _covering(credits, weigh, reading), best)


def _credits(
    wanted: Sequence[str], point_denies: frozenset[str], reading: AnswerReading, trust: Sequence[float]
) -> dict[str, dict[int, float]]:
    """Per wanted stem: the pieces (by number) that say it, and how well."""
    credits: dict[str, dict[int, float]] = {}
    for stem in wanted:
        forms = reading.forms_of(stem)
        found: dict[int, float] = {}
        for number, piece in enumerate(reading.pieces):
            for form in forms.keys() & piece.said:
                value = forms[form] * trust[number]
                if (form in piece.denied) != (stem in point_denies):
                    value *= NEGATED_CREDIT
                found[number] = max(found.get(number, 0.0), value)
        credits[stem] = found
    return credits


def _covering(
    credits: dict[str, dict[int, float]], weigh: dict[str, float], reading: AnswerReading
) -> list[Piece]:
    """The piece that says most of the point, and a second one if it adds a good part."""
    best: dict[str, float] = dict.fromkeys(credits, 0.0)
    chosen: list[int] = []
    for least in (0.0, 0.25 * sum(weigh.values())):
        gains = [
            sum(weigh[s] * max(0.0, found.get(n, 0.0) - best[s]) for s, found in credits.items())
            for n in range(len(reading.pieces))
        ]
        top = max(range(len(gains)), key=gains.__getitem__, default=None)
        if top is None or gains[top] <= least or top in chosen:
            break
        chosen.append(top)
        best = {s: max(best[s], found.get(top, 0.0)) for s, found in credits.items()}
    return [reading.pieces[number] for number in sorted(chosen)]
