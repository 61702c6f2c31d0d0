"""Questions that a position asks every candidate: those of them that fit one request."""

from __future__ import annotations

from neurohire.models.questions import Question
from neurohire.questions.request import WriteRequest, asked_counts
from neurohire.questions.uniqueness import AlreadyAsked


def fitting_pins(request: WriteRequest) -> list[Question]:
    """In their order, as many of each type as are asked for, none that this person was ever given."""
    if not request.pinned:
        return []
    wanted, asked = asked_counts(request), AlreadyAsked(request.used_by_person)
    found = []
    for question in request.pinned:
        if wanted[question.type] > 0 and not asked.has(question.id, question.text):
            wanted[question.type] -= 1
            asked.add(question.id, question.text)
            found.append(question)
    return found
