"""Operations: each is stored and done once, also when two copies come together, and after the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from neurohire.auth.actors import CandidateGrant
from neurohire.database import Database
from neurohire.errors import InvalidState, NotAllowed, Rejected
from neurohire.services import answers, conduct, entrance, journal, operations
from neurohire.services.operations import HANDLERS, MAX_TEXT, Operation
from tests import people
from tests.candidates import Invited, invite

Do = Callable[..., Any]


@pytest.fixture
def do(database: Database) -> Do:
    return lambda work, *args, **kwargs: database.run(work, *args, **kwargs)[0]


@pytest.fixture
def invited(do: Do) -> Invited:
    return do(invite)  # type: ignore[no-any-return]


@pytest.fixture
def grant(do: Do, invited: Invited) -> CandidateGrant:
    _, grant = do(people.enter, invited.actor, invited.interview_id)
    do(conduct.start, grant)
    return grant  # type: ignore[no-any-return]


def operation(seq: int, kind: str, **body: Any) -> Operation:
    return Operation(type="op", client_id="client-1", client_seq=seq, kind=kind, body=body)


def test_two_copies_at_the_same_moment_are_one(do: Do, grant: CandidateGrant, invited: Invited) -> None:
    draft = operation(1, "answer_draft", question_id=invited.question_ids[0], text="once")
    seqs: list[int] = []
    threads = [
        threading.Thread(target=lambda: seqs.append(do(operations.apply_once, grant, draft)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kinds = [e.kind for e in do(journal.since, invited.interview_id, 0)]
    assert (len(seqs), len(set(seqs)), kinds.count("answer_draft")) == (8, 1, 1)
    assert do(journal.verify, invited.interview_id).broken_at is None


def test_drafts_and_done_race_without_loss(do: Do, grant: CandidateGrant, invited: Invited) -> None:
    """Drafts of three pages and one "done" at once: nothing fails, and the done text stands."""
    question = invited.question_ids[0]
    jobs = [operation(n, "answer_draft", question_id=question, text=f"draft {n}") for n in range(1, 9)]
    jobs.append(operation(99, "answer_done", question_id=question, text="final"))
    faults: list[BaseException] = []

    def work(job: Operation) -> None:
        try:
            do(operations.apply_once, grant, job)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert do(answers.of_question, question)[0].text == "final"
    assert do(journal.verify, invited.interview_id).broken_at is None


def test_what_is_refused_leaves_no_trace(do: Do, grant: CandidateGrant, invited: Invited) -> None:
    before = len(do(journal.since, invited.interview_id, 0))
    asked, pending = invited.question_ids[0], invited.question_ids[1]
    other: Invited = do(lambda db: invite(db, "other@example.org"))
    refused = [
        operation(1, "make_me_admin"),
        operation(2, "answer_draft", question_id=asked, text="x" * (MAX_TEXT + 1)),
        operation(3, "answer_draft", question_id=other.question_ids[0], text="x"),
        operation(4, "answer_draft", question_id=pending, text="x"),
        operation(5, "answer_draft", question_id=asked, follow_up=1, text="x"),
        operation(6, "answer_draft", question_id=asked, mode="telepathy"),
        operation(7, "answer_draft", question_id=["x"]),
        operation(8, "device_checked", facts={str(n): 1 for n in range(41)}),
    ]
    for one in refused:
        with pytest.raises((Rejected, InvalidState)):
            do(operations.apply_once, grant, one)
    assert len(do(journal.since, invited.interview_id, 0)) == before


@pytest.mark.parametrize(
    "text", ["=1+1", "<script>alert(1)</script>", "‮txt.exe", "😀" * 900, "a\x00b", "\ud83d"]
)
def test_any_text_comes_back_as_it_was_typed(
    do: Do, grant: CandidateGrant, invited: Invited, text: str
) -> None:
    question = invited.question_ids[0]
    do(operations.apply_once, grant, operation(1, "answer_draft", question_id=question, text=text))
    assert do(answers.of_question, question)[0].text == text.replace("\ud83d", "\ufffd")


def test_after_the_end_it_is_kept_marked_and_changes_nothing(
    do: Do, grant: CandidateGrant, invited: Invited
) -> None:
    question = invited.question_ids[0]
    do(operations.apply_once, grant, operation(1, "answer_draft", question_id=question, text="in time"))
    do(operations.apply_once, grant, operation(2, "interview_submit"))
    do(operations.apply_once, grant, operation(3, "answer_draft", question_id=question, text="in time"))
    assert do(answers.of_question, question)[0].is_late is False  # the same text again is no late answer
    do(operations.apply_once, grant, operation(4, "answer_done", question_id=question, text="too late"))
    given = do(answers.of_question, question)[0]
    assert (given.text, given.is_late) == ("in time", True)
    last = do(journal.since, invited.interview_id, 0)[-1]
    assert (last.body["text"], last.body["late"]) == ("too late", True)


@pytest.mark.parametrize("newer", ["answer_draft", "answer_done", "interview_submit"])
def test_a_draft_that_came_after_newer_words_takes_nothing_back(
    do: Do, grant: CandidateGrant, invited: Invited, newer: str
) -> None:
    question = invited.question_ids[0]
    if newer == "interview_submit":
        do(operations.apply_once, grant, operation(2, "answer_draft", question_id=question, text="newer"))
        do(operations.apply_once, grant, operation(3, "interview_submit"))
    else:
        do(operations.apply_once, grant, operation(2, newer, question_id=question, text="newer"))
    do(operations.apply_once, grant, operation(1, "answer_draft", question_id=question, text="old"))
    given = do(answers.of_question, question)[0]
    assert (given.text, given.is_late) == ("newer", False)
    assert "old" in [e.body.get("text") for e in do(journal.since, invited.interview_id, 0)]


def test_a_problem_can_be_told_before_the_start(do: Do, invited: Invited) -> None:
    _, grant = do(people.enter, invited.actor, invited.interview_id)
    do(operations.apply_once, grant, operation(1, "problem_reported", text="No sound"))
    last = do(journal.since, invited.interview_id, 0)[-1]
    assert (last.kind, last.body) == ("problem_reported", {"text": "No sound"})


def test_a_browser_that_was_replaced_may_not_write(do: Do, grant: CandidateGrant, invited: Invited) -> None:
    do(entrance.enter, invited.token, "", "another browser")
    with pytest.raises(NotAllowed):
        do(operations.apply_once, grant, operation(1, "interview_submit"))


def test_replay_gives_the_wanted_kinds_and_the_last_number(
    do: Do, grant: CandidateGrant, invited: Invited
) -> None:
    for n in range(1, 6):
        do(operations.apply_once, grant, operation(n, "moment_taken", question_id=invited.question_ids[0]))
    entries, last = do(operations.replay, invited.interview_id, 0, ("question_asked",))
    assert [e.kind for e in entries] == ["question_asked"] and last > entries[0].seq
    everything, end = do(operations.replay, invited.interview_id, 0)
    assert len(everything) == end == last


def test_every_kind_has_a_body_that_forbids_endless_text() -> None:
    long = "x" * 70_000
    for kind, (model, _) in HANDLERS.items():
        take = {"recording_id": "00000000-0000-4000-8000-000000000000", "line": 0, "number": 0}
        take |= {"start": 0, "end": 1, "text": "x", "is_on": True}
        stored = model.model_validate(
            {"question_id": "q", "document_id": "d", "language": "Go"} | take | {"more": long}
        )
        assert long not in stored.model_dump_json(), kind
