"""How far an answer covers one expected point, and which pieces of the answer cover it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from neurohire.grading.cautions import evidence_end, is_heap, is_scrambled, repeats_question
from neurohire.grading.sentences import spans
from neurohire.grading.weights import StemWeights
from neurohire.grading.wording import WantedRuns, runs_of
from neurohire.grading.words import Word, likeness, read_words, stems_of, trigrams

ASKED_WEIGHT = 0.15  # of a stem that the question itself gave away
HEAP_CREDIT = 0.25  # of a stem found only in a heap of words
ALIKE = 0.55  # trigram likeness from which two stems count as forms of one word
NEGATION_REACH = 1  # words of meaning after "not" that it turns round


@dataclass(frozen=True, slots=True)
class Piece:
    """One quotable piece of the answer with what it says."""

    part: int
    start: int
    end: int
    words: Sequence[Word]
    said: frozenset[str]
    denied: frozenset[str]
    runs: frozenset[str]  # of letters, see wording.py
    heap: bool
    repeats: bool  # reads the question back


@dataclass(slots=True)
class AnswerReading:
    """An answer read once, compared with many points."""

    pieces: list[Piece]
    cut: bool = False  # a sentence that speaks to the grader was left out
    where: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # stem -> pieces
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
    is_denied: bool = False  # the answer says the contrary, or seems to


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one criterion: its points one by one, and how near the wording of the whole comes (0..1)."""

    points: list[PointCoverage]
    wording: float


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
    for number, piece in enumerate(reading.pieces):
        for stem in piece.said:
            reading.where[stem].append(number)
    for stem in reading.where:
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
    return Piece(part, start, stop, words, said, denied(words), runs_of(words), heap, repeats), stop < end


def denied(words: Sequence[Word]) -> frozenset[str]:
    """Stems that a negation just before them turns round."""
    found: set[str] = set()
    for index, word in enumerate(words):
        if word.negates:
            after = [w.stem for w in words[index + 1 :] if w.carries]
            found.update(after[:NEGATION_REACH])
    return frozenset(found)


def cover_points(
    points: Sequence[str],
    question: str,
    reading: AnswerReading,
    weights: StemWeights,
    rubric: Sequence[str] = (),
) -> Coverage:
    """Coverage of each point; a stem that several points of the rubric share is shared out among them."""
    wanted = [stems_of(point) for point in points]
    shared = Counter(stem for point in rubric or points for stem in stems_of(point))
    asked = set(stems_of(question))
    known = {stem for stems in wanted for stem in stems}
    telling = known - asked or known
    comparison = _Comparison(reading, frozenset(telling), _trust(points, reading))
    covered = []
    for point, stems in zip(points, wanted, strict=True):
        weigh = {s: weights.of(s) / shared[s] * (1.0 if s in telling else ASKED_WEIGHT) for s in stems}
        covered.append(_coverage(point, weigh, comparison))
    if not any(c.found.keys() & telling for c in covered):
        return Coverage([PointCoverage(c.point, 0.0, c.weight, [], {}) for c in covered], 0.0)
    wanted_runs = WantedRuns(points, rubric or points, question, ASKED_WEIGHT)
    return Coverage(covered, wanted_runs.share_in(comparison.written()))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What one answer is worth against one criterion."""

    reading: AnswerReading
    telling: frozenset[str]  # stems the question did not give away
    trust: list[float]  # per piece

    def written(self) -> list[frozenset[str]]:
        """Runs of letters of what was written as an answer: no heap, and not the question read back."""
        pieces = zip(self.reading.pieces, self.trust, strict=True)
        return [piece.runs for piece, trust in pieces if trust == 1.0 and not piece.repeats]

    def credits(self, stem: str) -> dict[int, float]:
        """The pieces (by number) that say a stem, and how well."""
        found: dict[int, float] = {}
        for form, alike in self.reading.forms_of(stem).items():
            for number in self.reading.where[form]:
                piece = self.reading.pieces[number]
                if piece.repeats and stem in self.telling:
                    continue
                found[number] = max(found.get(number, 0.0), alike * self.trust[number])
        return found


def _trust(points: Sequence[str], reading: AnswerReading) -> list[float]:
    expected = [read_words(point) for point in points]
    return [
        HEAP_CREDIT if piece.heap or is_scrambled(piece.words, expected) else 1.0 for piece in reading.pieces
    ]


def _coverage(point: str, weigh: dict[str, float], comparison: _Comparison) -> PointCoverage:
    """Weighted share of the stems found."""
    credits = {stem: comparison.credits(stem) for stem in weigh}
    total = sum(weigh.values())
    best = {stem: max(found.values()) for stem, found in credits.items() if found}
    share = sum(weigh[stem] * value for stem, value in best.items()) / total if total else 0.0
    pieces = _covering(credits, weigh, comparison.reading)
    turned = denied(read_words(point))
    said = [(stem, piece) for piece in pieces for stem in weigh.keys() & piece.said]
    is_denied = any((stem in turned) != (stem in piece.denied) for stem, piece in said)
    return PointCoverage(point, share, total, pieces, best, is_denied)


def _covering(
    credits: dict[str, dict[int, float]], weigh: dict[str, float], reading: AnswerReading
) -> list[Piece]:
    """The piece that says most of the point, and a second one if it adds a good part."""
    best: dict[str, float] = dict.fromkeys(credits, 0.0)
    chosen: list[int] = []
    for least in (0.0, 0.25 * sum(weigh.values())):
        gains: dict[int, float] = defaultdict(float)
        for stem, found in credits.items():
            for number, value in found.items():
                if not reading.pieces[number].repeats:
                    gains[number] += weigh[stem] * max(0.0, value - best[stem])
        top = max(gains, key=lambda number: (gains[number], -number), default=-1)
        if top < 0 or gains[top] <= least or top in chosen:
            break
        chosen.append(top)
        best = {s: max(best[s], found.get(top, 0.0)) for s, found in credits.items()}
    return [reading.pieces[number] for number in sorted(chosen)]
