"""A set that a model began: what is near to known ones goes, and the bank gives what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from neurohire.models.questions import Question
from neurohire.questions import notes
from neurohire.questions.bank import Bank
from neurohire.questions.draft import Draft
from neurohire.questions.pinned import fitting_pins
from neurohire.questions.plan import in_order, pins_left_out
from neurohire.questions.request import WriteRequest, WrittenQuestions, asked_counts
from neurohire.questions.uniqueness import SHARE_LIMIT, Overlap, TextIndex


def completed(bank: Bank, request: WriteRequest, given: Collection[Question]) -> WrittenQuestions:
    """The given questions that fit the request, filled up to its counts, in the order of asking."""
    known, pinned = known_texts(bank, request), fitting_pins(request)
    kept: list[Question] = []
    for question in given:
        if question.id not in request.used_by_person and not known.has_like(question.text):
            known.add(question.text)
            kept.append(question)
    wanted = asked_counts(request) - Counter(question.type for question in pinned)
    if Counter(question.type for question in kept) == wanted and len(pinned) == len(request.pinned):
        overlap = Overlap(request.used_by_others, len(kept))
        for question in kept:
            overlap.add(question.id)
        return WrittenQuestions(questions=in_order([*pinned, *kept]), share=round(overlap.share, 4))
    draft = Draft(bank, request)  # looks at the whole bank
    draft.take_pinned()
    draft.take_given(kept)
    by_model = len(draft.chosen)
    draft.take_bank_questions()
    return WrittenQuestions(
        questions=in_order(draft.chosen),
        share=round(draft.overlap.share, 4),
        notes=list(_notes(draft, by_model)),
    )


def known_texts(bank: Bank, request: WriteRequest) -> TextIndex:
    """Everything a new question must differ from: the bank, this person's and this position's questions."""
    pinned = (question.text for question in request.pinned)
    texts = (*request.used_by_person, *request.texts_of_others, *request.retired_texts, *pinned)
    return TextIndex([text for text in texts if " " in text], beside=bank_texts(bank))


@lru_cache(maxsize=16)
def bank_texts(bank: Bank) -> TextIndex:
    return TextIndex([question.text for question in bank.questions])


def _notes(draft: Draft, by_model: int) -> Iterator[str]:
    yield from pins_left_out(draft)
    filled: Sequence[Question] = draft.chosen[by_model:]
    if filled:
        yield notes.filled_from_bank(len(filled), draft.total)
        if draft.request.position.language != "en":
            yield notes.bank_is_english(draft.request.position.language)
    for kind, count in draft.replaced.items():
        yield notes.type_ran_short(kind, count)
    if len(draft.chosen) < draft.total:
        yield notes.set_too_small(len(draft.chosen), draft.total)
    if draft.overlap.share > SHARE_LIMIT:
        yield notes.share_reached(draft.overlap.share)
