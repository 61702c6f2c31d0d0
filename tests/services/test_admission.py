"""The door of the room and its clock: who may do what, in every state, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotAllowed, NotFound, Rejected
from neurohire.models.interviews import Interview
from neurohire.services import entrance, interviews, journal, room_access, room_view, schedule
from neurohire.services.entrance import LinkState
from neurohire.services.schedule_form import TimeForm
from neurohire.settings import Settings
from neurohire.vocabulary import Admission, InterviewState
from tests.rooms.live import Live, Sender, admit, make_room


@pytest.fixture
def db(database: Database, settings: Settings) -> Iterator[Session]:
    with Session(database.engine) as session:
        yield session


@pytest.fixture
def live(db: Session) -> Live:
    return make_room(db)


def row_of(db: Session, live: Live) -> Interview:
    row = db.get(Interview, live.interview_id)
    assert row is not None
    return row


def code_of(refused: pytest.ExceptionInfo[InvalidState] | pytest.ExceptionInfo[Rejected]) -> str:
    return refused.value.code


def test_asked_and_let_in_and_only_then_the_clock_runs(db: Session, live: Live) -> None:
    ana, rita = Sender(db, live, "ana"), Sender(db, live, "rita")
    assert ana.view()["is_inside"] is False
    ana.send("ask_to_join")
    row = row_of(db, live)
    assert (row.state, row.admission, row.started_at) == (
        InterviewState.WAITING,
        Admission.REQUESTED,
        None,
    )
    with pytest.raises(InvalidState) as again:
        ana.send("ask_to_join")
    assert code_of(again) == "asked"
    rita.send("admit")
    assert (row.state, row.admission) == (InterviewState.LIVE, Admission.ADMITTED)
    assert row.started_at is not None and row.planned_end_at == row.started_at + timedelta(minutes=45)
    assert ana.view()["is_inside"] is True
    with pytest.raises(InvalidState):
        rita.send("admit")


def test_put_back_and_asked_again_keeps_the_first_beginning(db: Session, live: Live) -> None:
    ana, rita = Sender(db, live, "ana"), Sender(db, live, "rita")
    admit(db, live)
    begun = row_of(db, live).started_at
    Sender(db, live, "ben").send("put_back")
    assert ana.view()["is_inside"] is False and "people" not in ana.view()
    assert row_of(db, live).state == InterviewState.LIVE
    ana.send("ask_to_join")  # at once: it was no refusal
    rita.send("admit")
    assert row_of(db, live).started_at == begun


def test_a_refused_candidate_reads_why_and_asks_again_after_a_minute(
    db: Session, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, rita = Sender(db, live, "ana"), Sender(db, live, "rita")
    ana.send("ask_to_join")
    rita.send("deny", reason="  Ten more minutes, please.  ")
    told = ana.view()["admission"]
    assert (told["state"], told["reason"]) == ("denied", "Ten more minutes, please.")
    with pytest.raises(InvalidState) as early:
        ana.send("ask_to_join")
    assert code_of(early) == "ask_later"
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    ana.send("ask_to_join")
    assert ana.view()["admission"]["state"] == "requested"
    with pytest.raises(Rejected):
        rita.send("deny", reason="x" * 301)


def test_removed_from_the_room_the_candidate_is_at_the_door_with_a_reason(db: Session, live: Live) -> None:
    admit(db, live)
    person = f"candidate:{live.grant.candidate_id}"
    Sender(db, live, "ben").send("remove_person", person=person, reason="We talk for a moment.")
    told = Sender(db, live, "ana").view()
    assert told["is_inside"] is False and told["admission"]["reason"] == "We talk for a moment."
    with pytest.raises(Rejected) as own:
        Sender(db, live, "rita").send("remove_person", person=live.rita.journal_name)
    assert code_of(own) == "yourself"


@pytest.mark.parametrize(
    "kind", ["admit", "deny", "put_back", "extend_time", "complete_interview", "remove_person"]
)
@pytest.mark.parametrize("name", ["ana", "olga"])
def test_only_interviewers_act(db: Session, live: Live, kind: str, name: str) -> None:
    admit(db, live)
    before = row_of(db, live).model_dump()
    sender = Sender(db, live, name)
    with pytest.raises(Rejected) as refused:
        sender.send(kind, minutes=5, person=live.ben.journal_name)
    assert code_of(refused) == "not_yours"
    assert row_of(db, live).model_dump() == before


def test_strangers_find_nothing(db: Session, live: Live) -> None:
    for call in (room_access.seated, room_access.standing, room_access.place):
        with pytest.raises(NotFound):
            call(db, live.stranger, live.interview_id)
    with pytest.raises(NotFound):
        Sender(db, live, "stranger").send("admit")
    other = make_room(db, "bo@example.org")
    with pytest.raises(NotFound):
        room_view.view(db, live.grant, other.interview_id)
    seat = room_access.seated(db, live.olga, live.interview_id).seat
    assert (
        seat is room_access.Seat.OBSERVER
        and not room_access.standing(db, live.olga, live.interview_id).may_write
    )  # type: ignore[union-attr]


def test_too_early_and_without_consent_nobody_asks(db: Session, live: Live) -> None:
    row = row_of(db, live)
    row.scheduled_at = clock.now() + timedelta(hours=2)
    db.flush()
    with pytest.raises(InvalidState) as early:
        Sender(db, live, "ana").send("ask_to_join")
    assert code_of(early) == "early"
    with pytest.raises(NotFound):
        entrance.enter(db, live.token, "", "another browser")


def test_another_browser_takes_over_and_the_first_is_out(db: Session, live: Live) -> None:
    entrance.enter(db, live.token, "", "another browser")
    with pytest.raises(NotAllowed):
        Sender(db, live, "ana").send("ask_to_join")


def test_more_time_counts_from_the_planned_end_and_when_it_has_passed_from_now(
    db: Session, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit(db, live)
    rita, row = Sender(db, live, "rita"), row_of(db, live)
    first = row.planned_end_at
    assert first is not None
    rita.send("extend_time", minutes=10)
    assert row.planned_end_at == first + timedelta(minutes=10)
    late = first + timedelta(minutes=30)
    monkeypatch.setattr(clock, "now", lambda: late)
    rita.send("extend_time", minutes=5)
    assert row.planned_end_at == late + timedelta(minutes=5)
    for minutes in (0, 7, -5, 600):
        with pytest.raises(Rejected):
            rita.send("extend_time", minutes=minutes)


def test_completed_it_is_over_for_everybody_and_cannot_be_entered_again(db: Session, live: Live) -> None:
    with pytest.raises(InvalidState):
        Sender(db, live, "rita").send("complete_interview")  # nobody was let in yet
    admit(db, live)
    ben = Sender(db, live, "ben")
    ben.send("complete_interview")
    row = row_of(db, live)
    assert (row.state, row.ended_by) == (InterviewState.SUBMITTED, live.ben.journal_name)
    assert row.submitted_at is not None and row.submit_reason == "interviewer"
    for name in ("ana", "rita", "ben"):
        who = Sender(db, live, name)
        assert who.view()["may_write"] is False
        with pytest.raises((InvalidState, Rejected)):
            who.send("extend_time" if name != "ana" else "ask_to_join", minutes=5)
    assert entrance.look(db, live.token).state is LinkState.FINISHED
    with pytest.raises(NotFound):
        entrance.enter(db, live.token, "", "another browser")
    kinds = [entry.kind for entry in journal.since(db, live.interview_id, 0)]
    assert kinds[-1] == "interview_completed" and kinds.count("interview_started") == 1


def test_the_same_operation_twice_is_done_once(db: Session, live: Live) -> None:
    admit(db, live)
    rita = Sender(db, live, "rita")
    first = rita.send("extend_time", minutes=5)
    end = row_of(db, live).planned_end_at
    rita.seq -= 1
    assert rita.send("extend_time", minutes=5) == first
    assert row_of(db, live).planned_end_at == end


def test_cancelled_or_moved_while_somebody_waits(db: Session, live: Live) -> None:
    Sender(db, live, "ana").send("ask_to_join")
    day = clock.now() + timedelta(days=3)
    form = TimeForm(
        date=f"{day:%Y-%m-%d}",
        time="10:00",
        zone="Europe/Berlin",
        interviewers=[live.rita.user_id, live.ben.user_id],
    )
    schedule.reschedule(db, live.rita, live.interview_id, form, row_of(db, live).sequence)
    row = row_of(db, live)
    assert (row.state, row.admission) == (InterviewState.INVITED, Admission.NONE)
    interviews.cancel(db, live.rita, live.interview_id)
    with pytest.raises((InvalidState, NotAllowed)):
        Sender(db, live, "ana").send("ask_to_join")


def test_a_candidate_is_told_no_ids_beyond_names(db: Session, live: Live) -> None:
    admit(db, live)
    told = str(Sender(db, live, "ana").view())
    people: list[Actor] = [live.rita, live.ben, live.olga]
    assert not [one.email for one in people if one.email in told]
