"""What a question writer is asked for and what it gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from neurohire.errors import Rejected
from neurohire.models.questions import Question
from neurohire.models.resumes_read import ResumeFacts
from neurohire.vocabulary import Level, QuestionType

MAX_QUESTIONS = 50


class PositionBrief(BaseModel):
    """The part of a position that decides its questions."""

    model_config = ConfigDict(frozen=True)
    title: str
    description: str = ""
    level: Level = Level.MID
    field: str = "general"
    is_technical: bool = True
    language: str = "en"
    skills: list[str] = []
    counts: dict[QuestionType, int]


class WriteRequest(BaseModel):
    """One candidate of one position; ids and texts already used keep the set unique.

    `pinned` come first, and having them in common with other candidates is wished for.
    `used_by_person` holds ids and texts of questions this person was ever given; `used_by_others`
    one set of ids for each other candidate of this position. The same seed gives the same set.
    """

    model_config = ConfigDict(frozen=True)
    position: PositionBrief
    facts: ResumeFacts
    has_resume: bool = True
    used_by_person: frozenset[str] = frozenset()
    used_by_others: list[frozenset[str]] = []
    texts_of_others: frozenset[str] = frozenset()  # of their questions that are not as the bank has them
    retired_texts: frozenset[str] = frozenset()  # a writer must not bring them back
    pinned: list[Question] = []
    seed: int | str = 0


class WrittenQuestions(BaseModel):
    """The set in the order of asking; `share` is the largest part shared with one other candidate."""

    questions: list[Question]
    share: float = 0.0
    notes: list[str] = []


def default_counts(total: int, *, is_technical: bool = True) -> dict[QuestionType, int]:
    """A sensible mix of types for `total` questions: 4, 3, 1 and 2 of ten."""
    check_total(total)
    behavioural = total // 5
    coding = max(1, total // 10) if is_technical and total >= 4 else 0
    scenario = (total - coding - behavioural) * 3 // 7
    technical = total - coding - behavioural - scenario
    return {
        QuestionType.TECHNICAL: technical,
        QuestionType.SCENARIO: scenario,
        QuestionType.CODING: coding,
        QuestionType.BEHAVIOURAL: behavioural,
    }


def asked_counts(request: WriteRequest) -> Counter[QuestionType]:
    """Counts per type as they will be asked: no coding for a role that is not technical."""
    counts = Counter({kind: count for kind, count in request.position.counts.items() if count})
    if not request.position.is_technical and counts[QuestionType.CODING]:
        counts[QuestionType.SCENARIO] += counts.pop(QuestionType.CODING)
    return counts


def check_counts(counts: Mapping[QuestionType, int]) -> None:
    """Refuse counts that are negative, none at all or too many."""
    if any(count < 0 for count in counts.values()):
        raise Rejected("A number of questions cannot be below zero.")
    check_total(sum(counts.values()))


def check_total(total: int) -> None:
    """Refuse an interview of no question or of too many."""
    if not 1 <= total <= MAX_QUESTIONS:
        raise Rejected(f"An interview has 1 to {MAX_QUESTIONS} questions. Please choose a number in between.")
