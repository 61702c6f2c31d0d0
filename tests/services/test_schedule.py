"""Live interviews: scheduled, moved by one of two, clashing, called off; what the link and the files say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import Interview
from neurohire.services import (
    calendar_files,
    conduct,
    entrance,
    interviews,
    invitations,
    journal,
    positions,
    question_sets,
    schedule,
)
from neurohire.services.clashes import Clashing
from neurohire.services.entrance import LinkState
from neurohire.services.local_times import TimeTwice
from neurohire.services.schedule_form import ScheduleForm, TimeForm
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewKind, InterviewState, PolicyMode, QuestionType, Role
from tests import people

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    clock.set_source(lambda: NOW)
    yield
    clock.set_source(None)


class House:
    """Two recruiters, one position."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.mara: Actor = self.do(people.make_actor, "mara@example.org", Role.RECRUITER)
        self.otto: Actor = self.do(people.make_actor, "otto@example.org", Role.RECRUITER)
        self.position_id: str = self.do(people.make_position, self.mara).id

    def do(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        return self.database.run(work, *args, **kwargs)[0]

    def form(self, **changes: Any) -> ScheduleForm:
        plain: dict[str, Any] = {
            "candidate_name": "Ana Ruiz",
            "candidate_email": "ana@example.org",
            "position_id": self.position_id,
            "date": "2026-11-24",
            "time": "14:00",
            "zone": "Europe/Berlin",
            "minutes": 60,
            "interviewers": [self.mara.user_id],
        }
        return ScheduleForm(**{**plain, **changes})

    def schedule(self, **changes: Any) -> str:
        made: str = self.do(schedule.schedule, self.mara, self.form(**changes))
        return made

    def move(self, interview_id: str, seen: int = 0, **changes: Any) -> None:
        plain = self.form(**changes).model_dump(include=set(TimeForm.model_fields))
        self.do(schedule.reschedule, self.mara, interview_id, TimeForm(**plain), seen)

    def token(self, interview_id: str) -> str:
        token: str = self.do(people.link_token, self.mara, interview_id)
        return token

    def file(self, interview_id: str) -> tuple[str, Any]:
        """(method, event) of the candidate's file."""
        read = Calendar.from_ical(self.do(calendar_files.for_candidate, self.mara, interview_id))
        return str(read["METHOD"]), read.walk("VEVENT")[0]


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def test_a_live_interview_has_time_people_link_and_questions(house: House) -> None:
    made = house.schedule(code_languages=["Go", "Cobol"], policy=PolicyMode.WARN, is_recorded=True)
    found = house.do(schedule.get, house.mara, made)
    assert found.scheduled_at == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    assert (found.zone, found.minutes, found.sequence) == ("Europe/Berlin", 60, 0)
    assert found.interviewers == [(house.mara.user_id, "Mara")]
    assert (found.code_languages, found.is_recorded) == (["Go"], True)
    detail = house.do(interviews.get, house.mara, made)
    assert (detail.kind, detail.state, detail.policy) == (InterviewKind.LIVE, InterviewState.INVITED, "warn")
    assert detail.expires_at == found.scheduled_at + timedelta(hours=25)
    assert len(house.do(question_sets.get, house.mara, made)) == 5
    assert not any("resume" in words for words in detail.notes)  # there is none
    kinds = [entry.kind for entry in house.do(journal.since, made, 0)]
    assert kinds == ["interview_scheduled", "invitation_issued"]


def test_a_known_address_is_the_same_person_under_the_name_that_was_typed(house: House) -> None:
    house.schedule()
    made = house.schedule(candidate_name="Anita", candidate_email=" ANA@example.org ", time="17:00")
    assert house.do(interviews.get, house.mara, made).candidate_name == "Anita"
    assert house.do(lambda db: db.scalar(select(func.count()).select_from(Candidate))) == 1


def test_a_resume_of_this_position_comes_along(house: House) -> None:
    view = house.do(positions.get, house.mara, house.position_id)
    earlier = house.do(people.make_interview, house.mara, view, "ana@example.org")
    made = house.schedule()
    resume = house.do(people.resume_of, earlier)
    assert house.do(interviews.get, house.mara, made).resume_id == resume


def test_a_title_is_enough(house: House) -> None:
    made = house.schedule(position_id="", title="Data Engineer")
    detail = house.do(interviews.get, house.mara, made)
    assert detail.title == "Data Engineer"
    assert house.do(question_sets.get, house.mara, made) == []
    house.do(question_sets.add_own, house.mara, made, "How do you test a pipeline?", QuestionType.TECHNICAL)
    assert [row.title for row in house.do(positions.list_rows, house.mara)[0]] == ["Backend Engineer"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": "2026-11-20", "time": "10:00"}, "past"),
        ({"date": "2026-11-19"}, "past"),
        ({"date": "2029-01-01"}, "too_far"),
        ({"date": "2027-03-28", "time": "02:30"}, "time_gap"),
        ({"date": "2027-03-14", "time": "02:30", "zone": "America/New_York"}, "time_gap"),
        ({"date": "2027-10-31", "time": "02:30"}, "time_twice"),
        ({"date": "2027-11-07", "time": "01:30", "zone": "America/New_York"}, "time_twice"),
        ({"zone": "Mars/Base"}, "bad_zone"),
        ({"minutes": 0}, "bad_minutes"),
        ({"minutes": 10_000}, "bad_minutes"),
        ({"interviewers": []}, "no_interviewers"),
        ({"interviewers": ["nobody"]}, "no_interviewers"),
        ({"interviewers": list("abcde")}, "too_many_interviewers"),
        ({"candidate_name": " \u200b "}, "no_name"),
        ({"candidate_email": "ana@example.org\nbcc: x@y.org"}, "bad_email"),
        ({"position_id": "", "title": " "}, "no_title"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    house: House, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Rejected) as caught:
        house.schedule(**changes)
    assert caught.value.code == code
    assert house.do(lambda db: db.scalar(select(func.count()).select_from(Interview))) == 0


def test_a_time_that_comes_twice_is_scheduled_as_chosen(house: House) -> None:
    twice = {"date": "2027-10-31", "time": "02:30"}
    with pytest.raises(TimeTwice):
        house.schedule(**twice)
    first, second = (house.schedule(**twice, which=which) for which in ("first", "second"))
    times = [house.do(schedule.get, house.mara, made).scheduled_at.hour for made in (first, second)]
    assert times == [0, 1]
    assert house.file(second)[1].decoded("DTSTART").astimezone(UTC).hour == 1


def test_a_clash_is_told_and_may_be_meant(house: House) -> None:
    house.schedule(minutes=90)
    with pytest.raises(Clashing) as caught:
        house.schedule(time="15:29", candidate_email="bo@example.org")
    (clash,) = caught.value.clashes
    assert (clash.interviewer, clash.about) == ("Mara", "Ana Ruiz")
    house.schedule(time="15:29", candidate_email="bo@example.org", is_clash_meant=True)
    house.schedule(time="12:00", candidate_email="cy@example.org")  # ends before
    house.schedule(time="16:29", candidate_email="di@example.org")  # begins when the second ends
    house.schedule(candidate_email="ed@example.org", interviewers=[house.otto.user_id])


def test_a_clash_tells_a_stranger_only_that_somebody_is_taken(house: House) -> None:
    house.schedule()
    position = house.do(people.make_position, house.otto)
    form = house.form(position_id=position.id, candidate_email="bo@example.org")
    with pytest.raises(Clashing) as caught:
        house.do(schedule.schedule, house.otto, form)
    assert caught.value.clashes[0].about == ""
    assert "Ana" not in caught.value.clashes[0].model_dump_json()


def test_what_is_cancelled_clashes_no_more(house: House) -> None:
    house.do(interviews.cancel, house.mara, house.schedule())
    house.schedule(candidate_email="bo@example.org")


def test_moving_keeps_the_link_and_raises_the_sequence(house: House) -> None:
    made = house.schedule()
    token = house.token(made)
    before = house.file(made)[1]
    house.move(made, date="2026-11-25", time="09:00", zone="America/New_York")
    found = house.do(schedule.get, house.mara, made)
    assert found.moved_from == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    assert found.scheduled_at == datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    method, event = house.file(made)
    assert (method, event["SEQUENCE"], event["UID"]) == ("REQUEST", 1, before["UID"])
    landing = house.do(entrance.look, token)
    assert landing.state is LinkState.OPEN
    assert landing.live.moved_from == found.moved_from
    assert landing.expires_at == found.scheduled_at + timedelta(hours=25)


def test_moving_to_the_same_time_is_no_move(house: House) -> None:
    made = house.schedule()
    house.move(made)
    assert house.do(schedule.get, house.mara, made).sequence == 0


def test_of_two_who_move_it_one_is_told(house: House) -> None:
    made = house.schedule()
    house.move(made, time="16:00")
    with pytest.raises(InvalidState, match="moved this interview meanwhile"):
        house.move(made, time="18:00")
    assert house.do(schedule.get, house.mara, made).scheduled_at.hour == 15


def test_two_at_once(house: House) -> None:
    made = house.schedule()
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def move(hour: int) -> None:
        start.wait()
        try:
            house.move(made, time=f"{hour}:00")
            outcomes.append("moved")
        except InvalidState as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=move, args=(hour,)) for hour in (16, 18)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "moved_meanwhile"]
    assert house.do(schedule.get, house.mara, made).sequence == 1
    assert house.do(journal.verify, made).broken_at is None


def test_two_for_one_interviewer_at_once(house: House) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def make(email: str) -> None:
        start.wait()
        try:
            house.schedule(candidate_email=email)
            outcomes.append("made")
        except Clashing:
            outcomes.append("clash")

    threads = [threading.Thread(target=make, args=(f"{name}@example.org",)) for name in ("ana", "bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["clash", "made"]


def test_an_interviewer_sees_it_until_he_is_out(house: House) -> None:
    made = house.schedule()
    with pytest.raises(NotFound):
        house.do(interviews.get, house.otto, made)
    house.move(made, interviewers=[house.mara.user_id, house.otto.user_id])
    assert house.do(interviews.get, house.otto, made).id == made
    house.move(made, 1, interviewers=[house.otto.user_id])
    assert house.do(interviews.get, house.mara, made).id == made  # who made it stays
    house.move(made, 2, interviewers=[house.mara.user_id])
    with pytest.raises(NotFound):
        house.do(interviews.get, house.otto, made)


def test_called_off(house: House) -> None:
    made = house.schedule()
    token = house.token(made)
    house.do(interviews.cancel, house.mara, made)
    method, event = house.file(made)
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert token.encode() not in house.do(calendar_files.for_link, token)
    assert house.do(entrance.look, token).state is LinkState.CANCELLED
    with pytest.raises(InvalidState):
        house.move(made, 1, time="16:00")


def test_a_revoked_link_gives_no_file(house: House) -> None:
    made = house.schedule()
    token = house.token(made)
    assert token.encode() in house.do(calendar_files.for_link, token).replace(b"\r\n ", b"")
    house.do(invitations.revoke, house.mara, made)
    for wrong in (token, "no-such-token"):
        with pytest.raises(NotFound):
            house.do(calendar_files.for_link, wrong)


def test_nobody_came_and_it_is_moved(house: House) -> None:
    made = house.schedule()
    token = house.token(made)
    later = NOW + timedelta(days=6)
    clock.set_source(lambda: later)
    assert house.do(entrance.look, token).state is LinkState.EXPIRED
    house.do(conduct.expire, made)
    with pytest.raises(InvalidState, match="Move it"):
        house.do(invitations.reissue, house.mara, made)
    house.move(made, date="2026-12-01")
    assert house.do(entrance.look, token).state is LinkState.OPEN
    assert house.do(interviews.get, house.mara, made).state is InterviewState.INVITED


def test_the_interview_led_by_the_ai_cannot_be_entered_by_its_link(house: House) -> None:
    made = house.schedule()
    with pytest.raises(NotFound):
        house.do(entrance.enter, house.token(made), "", "")


def test_strangers_find_nothing(house: House) -> None:
    made = house.schedule()
    with pytest.raises(NotFound):
        house.do(schedule.schedule, house.otto, house.form())
    for work in (schedule.get, calendar_files.for_team, calendar_files.for_candidate):
        with pytest.raises(NotFound):
            house.do(work, house.otto, made)
    with pytest.raises(NotFound):
        house.do(schedule.reschedule, house.otto, made, house.form(time="16:00"), 0)


def test_the_teams_file_has_everybody_and_not_the_link(house: House) -> None:
    made = house.schedule(interviewers=[house.mara.user_id, house.otto.user_id])
    written = house.do(calendar_files.for_team, house.mara, made)
    assert house.token(made).encode() not in written.replace(b"\r\n ", b"")
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    addresses = {str(guest) for guest in event["ATTENDEE"]}
    assert addresses == {f"mailto:{name}@example.org" for name in ("mara", "otto", "ana")}
    assert str(house.file(made)[1]["ATTENDEE"]) == "mailto:ana@example.org"


def test_without_the_setting_there_is_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEUROHIRE_LIVE_INTERVIEWS", "false")
    get_settings.cache_clear()
    with pytest.raises(NotFound):
        house.schedule()


def test_an_interview_led_by_the_ai_has_no_time_and_no_file(house: House) -> None:
    view = house.do(positions.get, house.mara, house.position_id)
    made = house.do(people.make_interview, house.mara, view, "kim@example.org")
    for work in (schedule.get, calendar_files.for_team):
        with pytest.raises(NotFound):
            house.do(work, house.mara, made)
    with pytest.raises(NotFound):
        house.do(calendar_files.for_link, house.token(made))
