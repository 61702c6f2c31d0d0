"""Questions in the room: one is shown at a time, with the time it took; a candidate sees only words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import DomainError, NotFound
from neurohire.models.answers import DocumentFile
from neurohire.models.interviews import InterviewQuestion
from neurohire.services import journal, question_pool, question_sets, room_question_list, room_questions
from neurohire.vocabulary import QuestionState, QuestionType
from tests import pool
from tests.candidates import CANARY, TEXTS, question
from tests.rooms.live import Live, Sender, admit, make_room

Do = Callable[..., Any]


class Clock:
    """Time that goes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Iterator[Clock]:
    made = Clock()
    clock.set_source(lambda: made.now)
    yield made
    clock.set_source(None)


@pytest.fixture
def live(do: Do, time: Clock) -> Live:
    """Three questions whose rubrics hold the canary, the second in the editor; the candidate is in."""
    made: Live = do(make_room)
    do(known_questions, made)
    do(admit, made)
    return made


def known_questions(db: Session, live: Live) -> None:
    db.execute(delete(InterviewQuestion).where(col(InterviewQuestion.interview_id) == live.interview_id))
    db.add_all(
        question_sets.new_row(live.interview_id, place, question(place, coding=place == 1))
        for place in range(3)
    )


class Room:
    """Sends as one of the people and looks."""

    def __init__(self, do: Do, live: Live) -> None:
        self.do, self.live = do, live
        self.numbers: dict[str, int] = {}

    def send(self, name: str, kind: str, **body: Any) -> int:
        def work(db: Session) -> int:
            sender = Sender(db, self.live, name)
            sender.seq = self.numbers.get(name, 100)
            seq = sender.send(kind, **body)
            self.numbers[name] = sender.seq
            return seq

        seq: int = self.do(work)
        return seq

    def refused(self, name: str, kind: str, **body: Any) -> str:
        with pytest.raises(DomainError) as refusal:
            self.send(name, kind, **body)
        return refusal.value.code

    def part(self, name: str) -> dict[str, Any]:
        view: dict[str, Any] = self.do(lambda db: Sender(db, self.live, name).view())["questions"]
        return view

    def rows(self) -> list[InterviewQuestion]:
        rows: list[InterviewQuestion] = self.do(question_sets.rows_of, self.live.interview_id)
        return rows

    def entries(self, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
        found = self.do(journal.since, self.live.interview_id, 0)
        return [(one.kind, one.body) for one in found if one.kind in kinds]


@pytest.fixture
def room(do: Do, live: Live) -> Room:
    return Room(do, live)


def test_one_is_shown_at_a_time_and_each_has_its_time(room: Room, time: Clock) -> None:
    first, second, third = (row.id for row in room.rows())
    assert room.part("ana") == {"shown": None}
    room.send("rita", "question_next")
    time.on(90)
    room.send("ben", "question_show", question_id=third)
    time.on(30.5)
    room.send("rita", "question_hide", question_id=third, outcome="skipped")
    time.on(1000)
    room.send("rita", "question_show", question_id=first)
    time.on(10)
    room.send("rita", "question_hide", question_id=first)
    told = room.entries("question_shown", "question_hidden")
    assert [(kind, body["question_id"], body.get("seconds")) for kind, body in told] == [
        ("question_shown", first, None),
        ("question_hidden", first, 90.0),
        ("question_shown", third, None),
        ("question_hidden", third, 30.5),
        ("question_shown", first, None),
        ("question_hidden", first, 10.0),
    ]
    assert [row.state for row in room.rows()] == ["answered", "pending", "skipped"]
    assert room.do(room_questions.spent, room.live.interview_id) == {first: 100.0, third: 30.5}
    listed = room.part("rita")["list"]
    assert [(one["id"], one["seconds"]) for one in listed] == [(first, 100), (second, 0), (third, 30)]


def test_next_takes_the_first_that_nobody_has_shown(room: Room) -> None:
    first, second, third = (row.id for row in room.rows())
    room.send("rita", "question_show", question_id=first)
    room.send("rita", "question_next")
    assert room.part("ben")["shown"]["id"] == second
    room.send("rita", "question_next")
    assert room.part("ben")["shown"]["id"] == third
    assert room.refused("rita", "question_next") == "none_left"
    assert room.part("ben")["shown"]["id"] == third  # a refusal hides nothing


def test_two_who_press_at_once_count_once(room: Room) -> None:
    first = room.rows()[0].id
    room.send("rita", "question_show", question_id=first)
    assert room.refused("ben", "question_show", question_id=first) == "shown_already"
    room.send("rita", "question_hide", question_id=first)
    assert room.refused("ben", "question_hide", question_id=first) == "hidden_already"
    assert len(room.entries("question_shown")) == len(room.entries("question_hidden")) == 1


def test_the_candidate_sees_the_words_and_nothing_else(room: Room) -> None:
    rows = room.rows()
    room.send("rita", "question_show", question_id=rows[2].id)
    room.send("rita", "question_show", question_id=rows[1].id)
    view = room.do(lambda db: Sender(db, room.live, "ana").view())
    shown = view["questions"]["shown"]
    assert (shown["text"], shown["type"], shown["number"]) == (TEXTS[1], "coding", 2)
    whole = json.dumps(view, default=str)
    assert CANARY not in whole and "rubric" not in whole and "follow" not in whole
    assert TEXTS[0] not in whole and TEXTS[2] not in whole
    assert set(shown) == {"id", "number", "type", "text", "since"}


def test_a_coding_question_opens_its_start_in_the_editor_once(room: Room, do: Do) -> None:
    first, coding, _ = (row.id for row in room.rows())
    room.send("rita", "question_show", question_id=first)
    assert not room.entries("file_added")
    for shown in (coding, first, coding):
        room.send("rita", "question_show", question_id=shown)
    [(_, body)] = room.entries("file_added")
    assert (body["language"], body["question_id"]) == ("Python", coding)
    starters = do(lambda db: [file.starter for file in db.scalars(select(DocumentFile))])
    assert question(1, coding=True).starter in starters


def test_only_interviewers_show_hide_and_add(room: Room) -> None:
    first = room.rows()[0].id
    for name in ("ana", "olga"):
        for kind, body in (
            ("question_show", {"question_id": first}),
            ("question_next", {}),
            ("question_hide", {"question_id": first}),
            ("question_add", {"text": "What is a mutex, and when not?"}),
            ("question_pick", {"pool_id": "x"}),
        ):
            assert room.refused(name, kind, **body) == "not_yours"
    for name in ("ana", "stranger"):
        with pytest.raises(NotFound):
            room.do(room_question_list.whole, room.live.who(name), room.live.interview_id)
        with pytest.raises(NotFound):
            room.do(room_question_list.bank, room.live.who(name), room.live.interview_id)
    assert not room.entries("question_shown", "question_added")


def test_a_foreign_question_is_not_shown(room: Room, do: Do) -> None:
    other: Live = do(make_room, "bo@example.org")
    foreign = do(question_sets.rows_of, other.interview_id)[0].id
    for name in (foreign, "no-such-thing"):
        assert room.refused("rita", "question_show", question_id=name) == "gone"


def test_one_of_ones_own_is_added_and_shown(room: Room) -> None:
    words = "How would you find the slow query?"
    room.send("rita", "question_add", text=words, type="technical", is_shown=True)
    assert room.part("ana")["shown"]["text"] == words
    added = room.rows()[-1]
    assert (added.place, added.state) == (3, QuestionState.ASKED)
    assert room.refused("rita", "question_add", text=words) == "duplicate"
    assert room.refused("rita", "question_add", text="short") == "rejected"
    [(_, body)] = room.entries("question_added")
    assert "text" not in body and body["source"] == "recruiter"
    assert room.part("rita")["shown"]["id"] == added.id


def test_one_of_the_bank_is_picked_as_it_is_there(room: Room, do: Do) -> None:
    made = do(question_pool.add, room.live.rita, pool.own()).id
    found = do(room_question_list.bank, room.live.rita, room.live.interview_id, pool.own().text[:30])
    assert made in [one.id for one in found] and not any(one.is_here for one in found)
    room.send("rita", "question_pick", pool_id=made)
    listed = do(room_question_list.whole, room.live.ben, room.live.interview_id)
    assert (listed[-1].text, len(listed[-1].rubric)) == (pool.own().text, len(pool.own().rubric))
    assert listed[-1].id == room.rows()[-1].id
    assert room.part("ana") == {"shown": None}
    assert room.refused("rita", "question_pick", pool_id=made) == "duplicate"


def test_a_question_that_is_somebody_elses_is_not_picked(room: Room, do: Do) -> None:
    stranger: Actor = room.live.stranger
    foreign = do(question_pool.add, stranger, pool.own()).id
    assert room.refused("rita", "question_pick", pool_id=foreign) == "gone"


def test_before_the_candidate_is_in_nothing_can_be_shown(do: Do, time: Clock) -> None:
    live: Live = do(make_room)
    room = Room(do, live)
    assert room.refused("rita", "question_next") == "not_live"
    room.send("rita", "question_add", text="What is a mutex, and when not?", is_shown=True)  # prepared
    assert not room.entries("question_shown") and room.rows()[-1].state == QuestionState.PENDING


def test_the_end_of_the_interview_ends_the_question(room: Room, time: Clock) -> None:
    room.send("rita", "question_next")
    time.on(42)
    room.send("rita", "complete_interview")
    [(_, body)] = room.entries("question_hidden")
    assert (body["seconds"], body["question_id"]) == (42.0, room.rows()[0].id)
    assert room.rows()[0].state == QuestionState.ANSWERED and room.rows()[0].ended_at == time.now
    kinds = [kind for kind, _ in room.entries("question_hidden", "interview_completed")]
    assert kinds == ["question_hidden", "interview_completed"]


def test_minutes_are_shared_out_by_kind(room: Room, do: Do) -> None:
    listed = do(room_question_list.whole, room.live.rita, room.live.interview_id)
    assert [one.type for one in listed] == [
        QuestionType.TECHNICAL,
        QuestionType.CODING,
        QuestionType.TECHNICAL,
    ]
    assert [one.minutes for one in listed] == [8, 23, 8]
