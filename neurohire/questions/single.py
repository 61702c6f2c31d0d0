"""One question at a time: "another like this", and the recruiter's own."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from pydantic import ValidationError

from neurohire.errors import Rejected
from neurohire.models.questions import Question
from neurohire.questions.bank import Bank, load_bank
from neurohire.questions.draft import Draft
from neurohire.questions.quoting import clean
from neurohire.questions.request import WriteRequest
from neurohire.questions.skill_names import skill_key
from neurohire.vocabulary import QuestionSource, QuestionType


def another_like(
    question: Question, request: WriteRequest, current: Collection[Question] = (), bank: Bank | None = None
) -> Question | None:
    """A new question of the same type, from the same source and skill if there is one; None if none is left.

    `current` is the set as it stands, `question` included: it is not repeated and counts as shared.
    """
    if question.type is QuestionType.CODING and not request.position.is_technical:
        return None
    draft = Draft(bank or load_bank(), request, start=[question, *current])
    for other in current:
        if other.id != question.id:
            draft.overlap.add(other.id)
    if question.source is QuestionSource.RESUME and (found := draft.next_resume({question.type})):
        return found
    return draft.next_bank_like(skill_key(question.skill), question.type) or draft.next_of_type(question.type)


def own_question(text: str, type: QuestionType, skill: str = "") -> Question:
    """The recruiter's own question; it has no rubric, so it is asked and not assessed."""
    try:
        return Question(
            id=own_id(text, type),
            type=type,
            skill=clean(skill)[:60].strip() or "General",
            text="\n".join(clean(line) for line in text.splitlines()),
            source=QuestionSource.RECRUITER,
        )
    except ValidationError as error:
        raise Rejected("A question needs 10 to 1,500 characters.") from error


def own_id(text: str, type: QuestionType, salt: str = "") -> str:
    """The same words of the same type have the same id."""
    whole = f"{type.value}\n{' '.join(text.split())}{salt}".encode("utf-8", "replace")
    return f"own-{hashlib.blake2b(whole, digest_size=8).hexdigest()}"
