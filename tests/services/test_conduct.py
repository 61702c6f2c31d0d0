"""The conversation: one question at a time, follow-ups, skipping, handing in once, the end of time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pycrdt import Doc, Text
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.database import Database
from neurohire.errors import InvalidState, Rejected
from neurohire.models.answers import DocumentUpdate
from neurohire.models.interviews import Interview
from neurohire.services import answers, conduct, entrance, interviews, journal, receipts
from neurohire.services.conduct import CandidateView
from neurohire.vocabulary import DataKind, InterviewState
from tests import people
from tests.candidates import CANARY, FOLLOW_UP, Invited, invite

Do = Callable[..., Any]


@pytest.fixture
def do(database: Database) -> Do:
    return lambda work, *args, **kwargs: database.run(work, *args, **kwargs)[0]


def begin(do: Do, *, start: bool = True, **kind: bool) -> tuple[Invited, CandidateGrant]:
    invited: Invited = do(lambda db: invite(db, **kind))
    _, grant = do(people.enter, invited.actor, invited.interview_id)
    if start:
        do(conduct.start, grant)
    return invited, grant


def write(db: Session, grant: CandidateGrant, question_id: str, follow_up: int, text: str) -> None:
    conduct.answer_row(db, grant.interview_id, question_id, follow_up).text = text


def test_it_starts_once_and_only_with_consent(do: Do) -> None:
    invited: Invited = do(invite)
    grant = do(_grant_without_consent, invited)
    with pytest.raises(Rejected):
        do(conduct.start, grant)
    do(entrance.give_consent, grant, {DataKind.ANSWERS})
    do(conduct.start, grant)
    first: CandidateView = do(conduct.view, grant)
    do(conduct.start, grant)
    assert do(conduct.view, grant).deadline == first.deadline
    kinds = [e.kind for e in do(journal.since, invited.interview_id, 0)]
    assert kinds.count("interview_started") == kinds.count("question_asked") == 1


def test_only_the_question_that_is_on_is_shown(do: Do) -> None:
    _, grant = begin(do, start=False)
    assert do(conduct.view, grant).turn is None
    do(conduct.start, grant)
    view: CandidateView = do(conduct.view, grant)
    said = view.model_dump_json()
    assert view.turn and view.turn.number == 1 and CANARY not in said and FOLLOW_UP not in said
    assert "Payments fail" not in said


def test_a_thin_answer_gets_its_follow_up_and_then_the_next_question(do: Do) -> None:
    invited, grant = begin(do)
    question = invited.question_ids[0]
    do(write, grant, question, 0, "By customer.")
    do(conduct.end_turn, grant, question, 0)
    turn = do(conduct.view, grant).turn
    assert (turn.question_id, turn.follow_up, turn.follow_up_text) == (question, 1, FOLLOW_UP)
    do(conduct.end_turn, grant, question, 0)  # "done" of the question comes a second time
    assert do(conduct.view, grant).turn.follow_up == 1
    do(conduct.end_turn, grant, question, 1)
    assert do(conduct.view, grant).turn.number == 2


def test_nobody_is_asked_on_about_nothing(do: Do) -> None:
    invited, grant = begin(do)
    do(conduct.end_turn, grant, invited.question_ids[0], 0)
    assert do(conduct.view, grant).turn.number == 2


def test_a_question_that_is_over_cannot_be_ended_again(do: Do) -> None:
    invited, grant = begin(do)
    do(conduct.skip, grant, invited.question_ids[0])
    for question in (invited.question_ids[0], invited.question_ids[2], "nope"):
        with pytest.raises(InvalidState):
            do(conduct.end_turn, grant, question, 0)


def test_skipping_keeps_what_was_typed(do: Do) -> None:
    invited, grant = begin(do)
    do(write, grant, invited.question_ids[0], 0, "half")
    do(conduct.skip, grant, invited.question_ids[0])
    view = do(conduct.view, grant)
    assert (view.states[0], view.answered, view.turn.number) == ("skipped", 1, 2)
    assert do(answers.of_question, invited.question_ids[0])[0].text == "half"


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("# mine\n", "# mine\ndef top():\n    ...\n")])
def test_the_starter_alone_is_no_answer(do: Do, typed: str, kept: str) -> None:
    invited, grant = begin(do, coding=True)
    do(conduct.skip, grant, invited.question_ids[0])
    turn = do(conduct.view, grant).turn
    assert (turn.mode, turn.languages, turn.code_language) == ("code", ["Python", "Go"], "Python")
    do(_type_code, turn.document_id, typed)
    do(conduct.end_turn, grant, turn.question_id, 0)
    given = do(answers.of_question, turn.question_id)[0]
    assert (given.code, given.mode, given.code_language) == (kept, "code", "Python")


def test_of_many_submits_at_once_one_counts(do: Do) -> None:
    invited, grant = begin(do)
    outcomes: list[Any] = []

    def work() -> None:
        try:
            outcomes.append(do(conduct.submit, grant))
        except Exception as error:
            outcomes.append(error)

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [None] * 12
    kinds = [e.kind for e in do(journal.since, invited.interview_id, 0)]
    assert kinds.count("interview_submitted") == 1


def test_the_deadline_looks_at_the_clock_of_then(do: Do) -> None:
    invited, grant = begin(do)
    do(interviews.give_extra_time, invited.actor, invited.interview_id, 10)
    for minutes, state in ((46, InterviewState.LIVE), (56, InterviewState.SUBMITTED)):
        moved = clock.now() + timedelta(minutes=minutes)
        clock.set_source(lambda moved=moved: moved)
        try:
            do(conduct.submit_when_time_is_up, invited.interview_id)
        finally:
            clock.set_source(None)
        assert do(conduct.view, grant).state is state
    assert do(conduct.view, grant).submit_reason == "time_up"


def test_an_interview_never_begun_expires_and_a_begun_one_does_not(do: Do) -> None:
    invited, _ = begin(do, start=False)
    begun: Invited = do(lambda db: invite(db, "begun@example.org"))
    _, grant = do(people.enter, begun.actor, begun.interview_id)
    do(conduct.start, grant)
    moved = clock.now() + timedelta(days=15)
    clock.set_source(lambda: moved)
    try:
        for one in (invited, begun):
            do(conduct.expire, one.interview_id)
    finally:
        clock.set_source(None)
    states = [do(lambda db, i=one.interview_id: db.get(Interview, i)).state for one in (invited, begun)]
    assert states == [InterviewState.EXPIRED, InterviewState.LIVE]


def test_nothing_can_be_done_after_a_cancel(do: Do) -> None:
    invited, grant = begin(do)
    do(interviews.cancel, invited.actor, invited.interview_id)
    for work in (conduct.start, conduct.submit):
        with pytest.raises(InvalidState):
            do(work, grant)
    with pytest.raises(InvalidState):
        do(conduct.skip, grant, invited.question_ids[0])


def test_the_receipt_has_the_own_answers_and_nothing_else(do: Do) -> None:
    invited, grant = begin(do)
    with pytest.raises(InvalidState):
        do(receipts.receipt, grant)
    do(write, grant, invited.question_ids[0], 0, "By customer <b>id</b> ‮ ☃")
    do(conduct.end_turn, grant, invited.question_ids[0], 0)
    do(conduct.submit, grant)
    receipt = do(receipts.receipt, grant)
    assert (receipt.answered, receipt.total, len(receipt.questions)) == (1, 3, 1)
    text = receipts.as_text(receipt)
    assert "By customer <b>id</b> ‮ ☃" in text and FOLLOW_UP in text
    assert CANARY not in text + receipt.model_dump_json()


def _grant_without_consent(db: Session, invited: Invited) -> CandidateGrant:
    from neurohire.services import login_sessions

    session, _ = entrance.enter(db, invited.token, "", "a browser")
    return login_sessions.identify(db, session).grants[invited.interview_id]


def _type_code(db: Session, document_id: str, typed: str) -> None:
    """What the editor would have stored: the starter, then the candidate's own text in front."""
    doc: Doc[Text] = Doc()
    text = doc.get("codemirror", type=Text)
    text += typed + "def top():\n    ...\n"
    db.add(
        DocumentUpdate(document_id=document_id, at=clock.now(), actor="candidate:x", data=doc.get_update())
    )
