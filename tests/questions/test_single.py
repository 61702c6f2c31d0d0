""" "Another like this" and the recruiter's own question."""

from __future__ import annotations

import pytest

from neurohire.errors import Rejected
from neurohire.questions.plan import plan
from neurohire.questions.single import another_like, own_question
from neurohire.vocabulary import QuestionSource, QuestionType
from tests.questions.made_up import made_up_bank, request

BANK = made_up_bank()


def test_another_is_of_the_same_type_source_and_skill_and_new() -> None:
    asked = request()
    current = plan(BANK, asked).questions
    for question in current:
        other = another_like(question, asked, current, BANK)
        assert other is not None
        assert other.type is question.type
        assert other.source is question.source
        assert other.id not in {q.id for q in current}
        if question.source is QuestionSource.BANK:
            assert other.skill == question.skill


def test_another_keeps_the_sets_apart() -> None:
    asked = request()
    current = plan(BANK, asked).questions
    changed, *kept = [q for q in current if q.source is QuestionSource.BANK]
    taken = another_like(changed, asked, current, BANK)
    assert taken is not None
    rival = frozenset([*(q.id for q in kept[:3]), taken.id, *(f"other-{n}" for n in range(6))])
    assert len(rival) == 10
    found = another_like(changed, asked.model_copy(update={"used_by_others": [rival]}), current, BANK)
    assert found is not None
    assert found.id not in rival


def test_no_coding_question_for_a_role_that_is_not_technical() -> None:
    coding = BANK.by_type[QuestionType.CODING][0]
    assert another_like(coding, request(is_technical=False), (), BANK) is None


def test_none_when_nothing_is_left() -> None:
    small = made_up_bank(1)
    known = {question.id for question in small.questions}
    coding = small.by_type[QuestionType.CODING][0]
    assert another_like(coding, request(used_by_person=known), (), small) is None


def test_own_question_is_shown_as_text_and_not_assessed() -> None:
    own = own_question("Warum <b>wir</b>?\u202e\nUnd warum jetzt?", QuestionType.BEHAVIOURAL, "Motivation")
    assert own.text == "Warum <b>wir</b>?\nUnd warum jetzt?"
    assert own.rubric == []
    assert own.source is QuestionSource.RECRUITER
    assert own.id == own_question(" Warum <b>wir</b>?\u202e\nUnd warum jetzt? ", QuestionType.BEHAVIOURAL).id


@pytest.mark.parametrize("text", ["", "Why?", "x" * 1501])
def test_own_question_of_a_wrong_length_is_refused(text: str) -> None:
    with pytest.raises(Rejected):
        own_question(text, QuestionType.TECHNICAL)
