"""Home and the week as a recruiter sees them: they follow what happens, and lead on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User
from sqlmodel import Session

from components.week_calendar import WeekCalendar
from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.services import interviews
from neurohire.vocabulary import InterviewState, Role
from tests.pages.signed_in import database_of, recruiter
from tests.people import make_actor, make_live, make_position
from tests.rooms.live import Live, Sender, make_room
from tests.waiting import until


@pytest.fixture
async def mara(app: FastAPI, user: User) -> Actor:
    return await recruiter(app, user)


async def test_what_is_planned_appears_by_itself(app: FastAPI, user: User, mara: Actor) -> None:
    position = await database_of(app).transact(make_position, mara)
    await user.open("/")
    await user.should_see("No live interview today.")
    made = await database_of(app).transact(make_live, mara, position.id)
    await user.should_see("Backend Engineer · with Mara", retries=50)
    await user.should_see("12:00 (Berlin)")
    await database_of(app).transact(interviews.cancel, mara, made)
    await user.should_see("Nothing is planned for the coming weeks.", retries=50)


async def test_who_waits_at_the_door_is_let_in_from_home(
    app: FastAPI, user: User, mara: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = database_of(app)
    live: Live = await database.transact(make_room)
    await database.transact(_seat, live.interview_id, mara)
    await user.open("/")
    await user.should_not_see("is waiting to be let in")

    def ask(db: Session) -> None:
        Sender(db, live, "ana").send("ask_to_join")

    await database.transact(ask)
    await user.should_see("Ana Ruiz is waiting to be let in", retries=50)
    gone_to: list[str] = []
    monkeypatch.setattr(ui.navigate, "to", gone_to.append)
    user.find(marker=f"admit-{live.interview_id}").click()
    await until(lambda: gone_to == [f"/rooms/{live.interview_id}"])
    assert (await database.read(interviews.get, mara, live.interview_id)).state is InterviewState.LIVE
    await user.should_not_see("is waiting to be let in", retries=50)


def _seat(db: Session, interview_id: str, actor: Actor) -> None:
    at = db.get_one(Interview, interview_id).created_at
    db.add(
        InterviewMember(interview_id=interview_id, user_id=actor.user_id, created_at=at, is_interviewer=True)
    )


async def test_the_week_shows_it_and_so_does_the_next(app: FastAPI, user: User, mara: Actor) -> None:
    position = await database_of(app).transact(make_position, mara)
    day = (clock.now() + timedelta(days=1)).date()
    await user.open(f"/interviews/week?from={day.isoformat()}")
    await user.should_see("No live interviews this week.")
    await database_of(app).transact(make_live, mara, position.id)
    await user.should_see(WeekCalendar)
    await user.should_see("Ana Ruiz", retries=50)
    (calendar,) = user.find(WeekCalendar).elements
    blocks = [block for shown in calendar.props["days"] for block in shown[2]]
    assert len(blocks) == 1 and "12:00 (Berlin)" in blocks[0][7] and blocks[0][0].startswith("/interviews/")
    await user.open(f"/interviews/week?from={(day + timedelta(days=7)).isoformat()}")
    await user.should_see("No live interviews this week.")
    for nonsense in ("2026-13-45", "99999-01-01", "1800-01-01", "x" * 500):
        await user.open(f"/interviews/week?from={nonsense}")
        await user.should_see(WeekCalendar)


async def test_mine_and_all(app: FastAPI, user: User, mara: Actor) -> None:
    database = database_of(app)
    other = await database.transact(make_actor, "otto@example.org", Role.RECRUITER)
    position = await database.transact(make_position, other)
    made = await database.transact(make_live, other, position.id)
    await database.transact(interviews.assign, other, made, mara.user_id)
    await user.open("/")
    await user.should_see("Nothing is planned for the coming weeks.")
    await user.open("/?whose=all")
    await user.should_see("Backend Engineer · with Otto")
    for show, is_seen in (("coming", True), ("today", False), ("past", False), ("mine", False)):
        await user.open(f"/interviews?show={show}")
        await (user.should_see if is_seen else user.should_not_see)("Ana Ruiz")
