"""A question set in the making: takes the best question left, slot by slot."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TypeAlias

from neurohire.models.questions import Question
from neurohire.questions.bank import Bank
from neurohire.questions.pinned import fitting_pins
from neurohire.questions.relevance import FITTING, Relevance, jitter
from neurohire.questions.request import WriteRequest, asked_counts
from neurohire.questions.resume_forms import Filled, filled_forms, line_name
from neurohire.questions.skill_names import skill_key
from neurohire.questions.uniqueness import AlreadyAsked, Overlap, TextIndex
from neurohire.vocabulary import QuestionSource, QuestionType

RESUME_PART = 0.4
Bonus: TypeAlias = Mapping[QuestionType, float]
_T = QuestionType
_FILL_ORDER = (_T.CODING, _T.SCENARIO, _T.BEHAVIOURAL, _T.TECHNICAL)  # scarce types first
_STAND_INS = (_T.SCENARIO, _T.TECHNICAL, _T.BEHAVIOURAL)


class Draft:
    """A set in the making: what is still wanted, what was chosen and what it shares with others."""

    def __init__(self, bank: Bank, request: WriteRequest, start: Collection[Question] = ()) -> None:
        self.request = request
        self.wanted = asked_counts(request)
        self.total = sum(self.wanted.values())
        self.chosen: list[Question] = []
        self.replaced: Counter[QuestionType] = Counter()
        self.pinned = fitting_pins(request)
        shared = frozenset(question.id for question in self.pinned)
        self.overlap = Overlap([ids - shared for ids in request.used_by_others], self.total - len(shared))
        self._bank = bank
        self._asked = AlreadyAsked(request.used_by_person)
        self._of_others = TextIndex(request.texts_of_others)
        self._relevance = Relevance(request.position, request.facts, request.seed)
        self._scores = {q.id: self._relevance.of(q) for q in bank.questions}
        self._lines_of_others = {line_name(i) for other in request.used_by_others for i in other if "." in i}
        self._uses: Counter[str] = Counter()  # lines, forms and skills already in the set
        self._forms = [
            filled
            for filled in filled_forms(bank, request.position, request.facts, self._relevance)
            if not self._asked.has_id(filled.id)
        ]
        for question in start:
            self._note_use(question)

    def take_pinned(self) -> None:
        """What the position asks everybody."""
        for question in self.pinned:
            self._take(question)

    def take_given(self, questions: Collection[Question]) -> None:
        """Questions written elsewhere, as far as their type is wanted."""
        for question in questions:
            if self.wanted[question.type] > 0:
                self._take(question)

    def take_resume_questions(self) -> None:
        """Four of ten, spread over the types."""
        for _ in range(self.resume_target):
            types = {kind for kind, left in self.wanted.items() if left > 0}
            found = self.next_resume(types, self._spread())
            if found is None:
                break
            self._take(found)

    def take_bank_questions(self) -> None:
        for kind in _FILL_ORDER:
            while self.wanted[kind] > 0 and (found := self.next_of_type(kind)):
                self._take(found)
        for kind in _FILL_ORDER:
            while self.wanted[kind] > 0 and (stand_in := self._next_stand_in()):
                self.replaced[kind] += 1
                self._take(stand_in, instead_of=kind)

    def next_of_type(self, kind: QuestionType) -> Question | None:
        """The best that keeps sets apart; a less fitting or shared one only when nothing else is left."""
        return (
            self._next_bank(kind, lowest=FITTING)
            or self.next_resume({kind})
            or self._next_bank(kind, lowest=-math.inf)
            or self._next_bank(kind, lowest=-math.inf, shared=True)
            or self.next_resume({kind}, shared=True)
        )

    def next_resume(
        self, types: Collection[QuestionType], bonus: Bonus | None = None, *, shared: bool = False
    ) -> Question | None:
        """The best form with a line of this resume."""
        ranked = sorted(
            (f for f in self._forms if f.type in types and (shared or self.overlap.allows(f.id))),
            key=lambda f: self._shared_first(f.id, shared) - self._worth(f) - (bonus or {}).get(f.type, 0.0),
        )
        return next((q for q in (f.question() for f in ranked) if self._is_new(q, shared)), None)

    def next_bank_like(self, skill: str, kind: QuestionType) -> Question | None:
        """The best bank question on this skill that keeps sets apart."""
        return self._next_bank(kind, lowest=-math.inf, skill=skill)

    def _next_bank(
        self, kind: QuestionType, *, lowest: float, shared: bool = False, skill: str = ""
    ) -> Question | None:
        scored = (
            (score, question)
            for question in self._bank.by_type[kind]
            if (score := self._scores[question.id]) is not None
            and score >= lowest
            and (not skill or skill_key(question.skill) == skill)
            and (shared or self.overlap.allows(question.id))
        )
        ranked = sorted(scored, key=lambda pair: self._shared_first(pair[1].id, shared) - self._score(*pair))
        return next((question for _, question in ranked if self._is_new(question, shared)), None)

    def _next_stand_in(self) -> Question | None:
        found = (self.next_of_type(kind) for kind in _STAND_INS)
        return next((question for question in found if question is not None), None)

    def _shared_first(self, question_id: str, shared: bool) -> float:
        """Once the limit cannot be kept, what adds least to the largest share goes first."""
        return 1000 * self.overlap.share_with(question_id) if shared else 0.0

    def _score(self, relevance: float, question: Question) -> float:
        repeats = self._uses[skill_key(question.skill)]
        usage = self.overlap.usage(question.id)
        spread = 1.2 * usage / (usage + 1 + 0.1 * len(self.request.used_by_others))
        return relevance - 0.9 * repeats - spread

    def _worth(self, filled: Filled) -> float:
        uses = 2.5 * self._uses[filled.line.name] + 1.5 * self._uses[filled.form.id]
        uses += 2.0 * min(3, self.overlap.usage(filled.id))
        if filled.line.name in self._lines_of_others:
            uses += 2.0
        return filled.worth - uses + jitter(self.request.seed, filled.id)

    def _spread(self) -> Bonus:
        total = max(1, sum(self.wanted.values()))
        return {kind: 2.0 * left / total for kind, left in self.wanted.items()}

    def _is_new(self, question: Question, shared: bool) -> bool:
        """New to this person; and no other candidate has one like it, unless there is nothing else."""
        if self._asked.has(question.id, question.text):
            return False
        return shared or not self._of_others.has_like(question.text)

    def _take(self, question: Question, instead_of: QuestionType | None = None) -> None:
        self.wanted[instead_of or question.type] -= 1
        self.chosen.append(question)
        self.overlap.add(question.id)
        self._note_use(question)

    def _note_use(self, question: Question) -> None:
        self._asked.add(question.id, question.text)
        self._uses[skill_key(question.skill)] += 1
        if question.source is QuestionSource.RESUME:
            self._uses.update(part for part in question.id.rpartition(".") if part != ".")

    @property
    def standing(self) -> list[Question]:
        """The chosen questions that stand on this resume."""
        return [question for question in self.chosen if question.source is QuestionSource.RESUME]

    @property
    def resume_target(self) -> int:
        return math.ceil((self.total - len(self.pinned)) * RESUME_PART - 1e-9)

    @property
    def quotes_lines_of_others(self) -> bool:
        return any(line_name(question.id) in self._lines_of_others for question in self.standing)
