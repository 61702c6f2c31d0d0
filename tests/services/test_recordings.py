"""Spoken answers: every chunk once, only with consent, gaps counted, one file when read."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from neurohire.auth.actors import CandidateGrant
from neurohire.database import Database
from neurohire.errors import InvalidState, NotAllowed, NotFound, Rejected
from neurohire.media_store import StoredFile
from neurohire.models.interviews import Interview
from neurohire.services import answers, conduct, entrance, grading, recordings
from neurohire.services.recordings import MAX_BYTES, MAX_CHUNKS, Take
from neurohire.vocabulary import DataKind
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


def take(invited: Invited, number: int = 0, media_type: str = "audio/webm;codecs=opus") -> Take:
    return Take(
        recording_id=str(uuid.uuid4()), question_id=invited.question_ids[number], media_type=media_type
    )


def file(words: str, size: int = 3) -> StoredFile:
    return StoredFile(hashlib.sha256(words.encode()).hexdigest(), size)


def test_chunks_come_in_any_order_twice_and_are_one_file(do: Do, grant: Any, invited: Invited) -> None:
    one = take(invited)
    for number in (2, 0, 1, 1, 0):
        do(recordings.add_chunk, grant, one, number, file(f"piece {number}"))
    do(recordings.end, grant, one.recording_id, 4)
    media_type, addresses = do(recordings.chunks, invited.interview_id, one.recording_id)
    assert media_type == "audio/webm"
    assert addresses == [file(f"piece {number}").sha256 for number in range(3)]
    view = do(recordings.of_interview, invited.interview_id)[invited.question_ids[0]][0]
    assert (view.chunks, view.missing, view.size) == (3, 1, 9)


def test_another_piece_under_the_same_number_is_refused(do: Do, grant: Any, invited: Invited) -> None:
    one = take(invited)
    do(recordings.add_chunk, grant, one, 0, file("mine"))
    with pytest.raises(InvalidState):
        do(recordings.add_chunk, grant, one, 0, file("other"))


def test_nothing_is_kept_without_consent(do: Do, grant: Any, invited: Invited) -> None:
    do(entrance.give_consent, grant, {DataKind.ANSWERS})
    with pytest.raises(Rejected):
        do(recordings.add_chunk, grant, take(invited), 0, file("x"))
    assert do(recordings.of_interview, invited.interview_id) == {}


def test_limits_are_refused_in_words(do: Do, grant: Any, invited: Invited) -> None:
    one = take(invited)
    do(recordings.add_chunk, grant, one, 0, file("big", MAX_BYTES))
    for number, stored in ((1, file("more")), (MAX_CHUNKS, file("far")), (-1, file("before"))):
        with pytest.raises(Rejected):
            do(recordings.add_chunk, grant, one, number, stored)
    with pytest.raises(Rejected):
        do(recordings.add_chunk, grant, take(invited, media_type="text/html"), 0, file("x"))


def test_only_to_questions_that_were_asked_in_the_own_interview(do: Do, grant: Any, invited: Invited) -> None:
    other: Invited = do(lambda db: invite(db, "other@example.org"))
    _, stranger = do(people.enter, other.actor, other.interview_id)
    do(conduct.start, stranger)
    mine = take(invited)
    do(recordings.add_chunk, grant, mine, 0, file("x"))
    for who, what in ((grant, take(invited, 1)), (grant, take(other)), (stranger, mine)):
        with pytest.raises(NotFound):
            do(recordings.add_chunk, who, what, 1, file("y"))
    with pytest.raises(NotFound):
        do(recordings.end, stranger, mine.recording_id, 1)
    with pytest.raises(NotFound):
        do(recordings.chunks, other.interview_id, mine.recording_id)


def test_what_was_said_in_time_may_arrive_after_the_end(do: Do, grant: Any, invited: Invited) -> None:
    one = take(invited)
    do(recordings.add_chunk, grant, one, 0, file("a"))
    do(conduct.submit, grant)
    do(recordings.add_chunk, grant, one, 1, file("b"))
    do(recordings.end, grant, one.recording_id, 2)
    assert do(recordings.of_interview, invited.interview_id)[invited.question_ids[0]][0].missing == 0


def test_a_replaced_browser_may_not_add(do: Do, grant: Any, invited: Invited) -> None:
    do(entrance.enter, invited.token, "", "another browser")
    with pytest.raises(NotAllowed):
        do(recordings.add_chunk, grant, take(invited), 0, file("x"))


def test_a_voice_alone_is_an_answer_and_not_a_zero(do: Do, grant: Any, invited: Invited) -> None:
    do(recordings.add_chunk, grant, take(invited), 0, file("x"))
    do(conduct.submit, grant)
    assert [do(answers.is_empty, question) for question in invited.question_ids] == [False, True, True]
    while question := do(grading.next_ungraded, invited.interview_id):
        do(grading.grade_question, question)
    do(grading.finish, invited.interview_id)
    row = do(lambda db: db.get(Interview, invited.interview_id))
    assert (row.score, row.score_base) == (None, "0 of 1")
