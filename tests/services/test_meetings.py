"""Live interviews by time: whose, which, and who waits at the door; the week as a calendar places it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from components.times import zone_named
from components.week_layout import bounds, monday_of, week_of
from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.interviews import Interview
from neurohire.services import interviews, meetings, schedule
from neurohire.services.interviews import Planned
from neurohire.services.meetings import Meeting
from neurohire.services.schedule_form import ScheduleForm
from neurohire.settings import Settings
from neurohire.vocabulary import Admission, InterviewState, Role
from tests import people

BERLIN, NEW_YORK = zone_named("Europe/Berlin"), zone_named("America/New_York")


def make(db: Session, by: Actor, at: datetime, email: str, *interviewers: Actor, minutes: int = 60) -> str:
    form = ScheduleForm(
        candidate_name=email.partition("@")[0].title(),
        candidate_email=email,
        title="Backend Engineer",
        date=f"{at:%Y-%m-%d}",
        time=f"{at:%H:%M}",
        minutes=minutes,
        interviewers=[one.user_id for one in interviewers or (by,)],
        is_clash_meant=True,
    )
    return schedule.schedule(db, by, form)


def tomorrow(hour: int) -> datetime:
    day = clock.now().astimezone(UTC) + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def test_whose_and_when(database: Database, settings: Settings) -> None:
    rita, otto, ada = (
        database.run(people.make_actor, f"{name}@example.org", role)[0]
        for name, role in (("rita", Role.RECRUITER), ("otto", Role.RECRUITER), ("ada", Role.ADMIN))
    )
    late = database.run(make, rita, tomorrow(15), "ana@x.org", rita, otto)[0]
    early = database.run(make, rita, tomorrow(9), "bo@x.org")[0]
    gone = database.run(make, rita, tomorrow(11), "cy@x.org")[0]
    database.run(interviews.cancel, rita, gone)
    first, last = tomorrow(0), tomorrow(0) + timedelta(days=1)

    def ids(actor: Actor, start: datetime = first, end: datetime = last, *, mine: bool = False) -> list[str]:
        return [one.id for one in database.run(meetings.between, actor, start, end, mine=mine)[0]]

    assert ids(rita) == [early, late] and ids(ada) == [early, late]
    assert ids(otto) == [late] and ids(ada, mine=True) == []
    assert ids(rita, tomorrow(10), last) == [late]
    assert ids(rita, tomorrow(9) + timedelta(minutes=30), tomorrow(10)) == [early]  # it is still going on
    (found,) = database.run(meetings.between, otto, first, last)[0]
    assert found.interviewers == ["Otto", "Rita"] and found.is_mine

    asked = Planned(start=first, end=last, mine=True)
    page = database.run(interviews.list_page, otto, planned=asked, sort="scheduled_at")[0]
    assert [row.id for row in page.rows] == [late]
    assert database.run(interviews.list_page, ada, planned=asked)[0].total == 0


def test_at_the_door(database: Database, settings: Settings) -> None:
    rita, otto = (
        database.run(people.make_actor, f"{n}@example.org", Role.RECRUITER)[0] for n in ("rita", "otto")
    )
    made = [
        database.run(make, rita, tomorrow(hour), f"{name}@x.org")[0]
        for hour, name in ((9, "ana"), (10, "bo"))
    ]

    def ask(db: Session) -> None:
        for number, interview_id in enumerate(made):
            row = db.get_one(Interview, interview_id)
            row.state, row.admission = InterviewState.WAITING, Admission.REQUESTED
            row.admission_at = clock.now() - timedelta(minutes=number)

    assert database.run(meetings.at_the_door, rita)[0] == []
    database.run(ask)
    assert [one.id for one in database.run(meetings.at_the_door, rita)[0]] == made[::-1]
    assert database.run(meetings.at_the_door, otto)[0] == []


def meeting(at: datetime, minutes: int = 60) -> Meeting:
    return Meeting(
        id=f"{at:%d%H%M}", candidate_name="Ana", title="Backend", state=InterviewState.INVITED,
        admission=Admission.NONE, admission_at=None, scheduled_at=at, zone="UTC", minutes=minutes,
    )  # fmt: skip


def test_a_week_is_the_viewers() -> None:
    monday = monday_of(date(2026, 11, 25))
    assert monday == date(2026, 11, 23)
    start, end = bounds(monday, NEW_YORK)
    assert start == datetime(2026, 11, 23, 5, tzinfo=UTC) and end - start == timedelta(days=7)
    shown = week_of([meeting(datetime(2026, 11, 24, 2, tzinfo=UTC))], monday, NEW_YORK, start)
    (block,) = shown.blocks
    assert block.day == 0 and shown.last_hour == 22  # Monday, 21:00 there


def test_what_overlaps_stands_side_by_side() -> None:
    day = datetime(2026, 11, 25, tzinfo=UTC)
    hours = (9.0, 9.5, 9.75, 11.0)
    found = week_of(
        [meeting(day + timedelta(hours=h)) for h in hours], date(2026, 11, 23), zone_named("UTC"), day
    )
    assert [(one.lane, one.lanes) for one in found.blocks] == [(0, 3), (1, 3), (2, 3), (0, 1)]
    assert (found.first_hour, found.last_hour) == (8, 18) and found.blocks[0].top == 10.0
    assert found.now is None  # midnight is out of sight


def test_over_midnight_it_stands_on_both_days() -> None:
    at = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    found = week_of([meeting(at, 90)], date(2026, 11, 23), BERLIN, at)
    assert [(one.day, round(one.top)) for one in found.blocks] == [(2, 98), (3, 0)]
    assert (found.first_hour, found.last_hour) == (0, 24)


def test_the_days_on_which_clocks_change_keep_their_hours() -> None:
    monday = date(2026, 3, 23)  # clocks go forward on Sunday in Berlin
    start, end = bounds(monday, BERLIN)
    assert end - start == timedelta(days=7) - timedelta(hours=1)
    at = datetime(2026, 3, 29, 8, tzinfo=UTC)  # 10:00 there
    (block,) = week_of([meeting(at)], monday, BERLIN, start).blocks
    assert (block.day, round(block.top)) == (6, 20)
