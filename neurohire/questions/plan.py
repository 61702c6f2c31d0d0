"""Decides which questions one candidate gets, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from neurohire.models.questions import Question
from neurohire.questions import notes
from neurohire.questions.bank import Bank
from neurohire.questions.draft import Draft
from neurohire.questions.request import WriteRequest, WrittenQuestions, check_counts
from neurohire.questions.uniqueness import SHARE_LIMIT
from neurohire.vocabulary import QuestionType

_T = QuestionType


def plan(bank: Bank, request: WriteRequest) -> WrittenQuestions:
    """The question set for this request; where something runs short the best is done and noted."""
    check_counts(request.position.counts)
    draft = Draft(bank, request)
    draft.take_pinned()
    draft.take_resume_questions()
    draft.take_bank_questions()
    return WrittenQuestions(
        questions=in_order(draft.chosen), share=round(draft.overlap.share, 4), notes=list(_notes(draft))
    )


def in_order(questions: Iterable[Question]) -> list[Question]:
    """A warm-up on the resume first, then technical and scenario, coding late, behavioural last."""
    rank = {_T.TECHNICAL: 0, _T.SCENARIO: 1, _T.CODING: 2, _T.BEHAVIOURAL: 3}
    ordered = sorted(questions, key=lambda q: (rank[q.type], not q.quoted_fact))
    on_resume = (q for q in ordered if q.quoted_fact and q.type is not _T.CODING)
    warm_up = next(on_resume, None)
    if warm_up is None:
        return ordered
    return [warm_up, *(q for q in ordered if q is not warm_up)]


def pins_left_out(draft: Draft) -> Iterator[str]:
    left = len(draft.request.pinned) - len(draft.pinned)
    if left:
        yield notes.pins_left_out(left)


def _notes(draft: Draft) -> Iterator[str]:
    position = draft.request.position
    coding = position.counts.get(_T.CODING, 0)
    if coding and not position.is_technical:
        yield notes.coding_moved(coding)
    if position.language != "en" and len(draft.pinned) < draft.total:
        yield notes.bank_is_english(position.language)
    yield from pins_left_out(draft)
    standing = len(draft.standing)
    if standing < draft.resume_target and draft.request.has_resume:
        no_room = position.is_technical and standing >= draft.total - len(draft.pinned) - coding
        yield (notes.no_room if no_room else notes.few_lines)(standing, draft.total)
    if draft.quotes_lines_of_others:
        yield notes.lines_of_others()
    for kind, count in draft.replaced.items():
        yield notes.type_ran_short(kind, count)
    if len(draft.chosen) < draft.total:
        yield notes.set_too_small(len(draft.chosen), draft.total)
    if draft.overlap.share > SHARE_LIMIT:
        yield notes.share_reached(draft.overlap.share)
