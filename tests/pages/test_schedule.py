"""A live interview is scheduled and moved as a recruiter does it, and what the candidate's link shows."""

from __future__ import annotations

import asyncio
import html
import threading
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from icalendar import Calendar
from nicegui import ui
from nicegui.testing import User
from sqlmodel import Session

from components.copy_link import CopyLink
from components.question_editor import QuestionEditor
from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.services import candidates, interviews, positions, question_sets, schedule
from neurohire.services.candidates import CandidateForm
from neurohire.services.schedule_form import TimeForm
from neurohire.settings import Settings
from tests.pages.signed_in import database_of, recruiter
from tests.people import link_token, make_live, make_position
from tests.waiting import until

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
async def mara(app: FastAPI, user: User) -> Actor:
    return await recruiter(app, user)


def field(user: User, label: str) -> Any:
    """The control under this label."""
    (name,) = _labels(user, label)
    return next(
        element
        for element in user.client.elements.values()  # type: ignore[union-attr]
        if element.props.get("for") == name.props["for"] and element is not name
    )


def _labels(user: User, label: str) -> list[Any]:
    return [
        element
        for element in user.client.elements.values()  # type: ignore[union-attr]
        if element.tag == "label" and getattr(element, "text", "") == label
    ]


async def test_schedule_and_what_to_send(app: FastAPI, user: User, mara: Actor) -> None:
    position = await database_of(app).transact(make_position, mara)
    await user.open(f"/interviews/new?position={position.id}")
    await user.should_see("You get a link and a calendar file")
    field(user, "Name").value, field(user, "E-mail").value = HOSTILE, "ana@example.org"
    field(user, "Time zone").value = "America/New_York"
    await user.should_see("(New York)", retries=30)
    user.find(marker="schedule").click()
    await user.should_see("Nothing was sent", retries=50)
    await user.should_see(HOSTILE)
    (link,) = user.find(CopyLink).elements
    assert "/i/" in str(link.props["url"])
    page = await database_of(app).read(interviews.list_page, mara)
    found = await database_of(app).read(schedule.get, mara, page.rows[0].id)
    assert (found.zone, found.interviewers) == ("America/New_York", [(mara.user_id, "Mara")])


async def test_an_answer_that_comes_late_does_not_cover_a_newer_one(
    app: FastAPI, user: User, mara: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database answers the first change after the second one."""
    check, asked, late = schedule.check, threading.Event(), threading.Event()

    def slow(db: Session, actor: Actor, form: TimeForm, moved: str) -> Any:
        if form.time == "08:00":
            asked.set()
            late.wait(20)
        return check(db, actor, form, moved)

    monkeypatch.setattr(schedule, "check", slow)
    await user.open("/interviews/new")
    means = user.find(ui.element).elements
    (means,) = (one for one in means if "schedule-means" in one.classes)
    field(user, "Time").value = "08:00"
    await until(asked.is_set)
    field(user, "Time").value = "09:00"
    await until(lambda: "09:00" in means.text)
    late.set()
    await asyncio.sleep(0.5)  # what must not happen has no sign of its own
    assert "09:00" in means.text


async def test_errors_stand_at_their_fields_and_nothing_is_lost(
    app: FastAPI, user: User, mara: Actor
) -> None:
    position = await database_of(app).transact(make_position, mara)
    await user.open(f"/interviews/new?position={position.id}")
    user.find(marker="schedule").click()
    await user.should_see("Please look at the field marked above.", retries=50)
    assert field(user, "Name").error == "Please type the candidate's name."
    field(user, "Name").value = "Ana Ruiz"
    user.find(marker="schedule").click()
    await until(lambda: bool(field(user, "E-mail").error))
    assert field(user, "Name").value == "Ana Ruiz"
    field(user, "E-mail").value = "ana@example.org"
    field(user, "Date").value = "2020-01-01"
    await until(lambda: bool(field(user, "Date").error))
    assert "passed already" in field(user, "Date").error
    field(user, "Time zone").value = "Europe/Berlin"
    year = clock.now().year + 1
    sunday = max(
        day for day in range(25, 32) if clock.now().replace(year=year, month=3, day=day).weekday() == 6
    )
    field(user, "Date").value, field(user, "Time").value = f"{year}-03-{sunday}", "02:30"
    await until(lambda: "no such time" in (field(user, "Time").error or ""))
    await user.should_see("Choose 01:30 or 03:30, for example.")
    assert (await database_of(app).read(interviews.list_page, mara)).total == 0


async def test_a_time_that_comes_twice_is_asked_about(app: FastAPI, user: User, mara: Actor) -> None:
    position = await database_of(app).transact(make_position, mara)
    await user.open(f"/interviews/new?position={position.id}")
    field(user, "Name").value, field(user, "E-mail").value = "Ana", "ana@example.org"
    year = clock.now().year + 1
    sunday = max(
        day for day in range(25, 32) if clock.now().replace(year=year, month=10, day=day).weekday() == 6
    )
    field(user, "Time zone").value = "Europe/Berlin"
    field(user, "Date").value, field(user, "Time").value = f"{year}-10-{sunday}", "02:30"
    which = next(
        element
        for element in user.client.elements.values()  # type: ignore[union-attr]
        if element.props.get("aria-label") == "Which of the two"
    )
    await until(lambda: which.visible)
    user.find(marker="schedule").click()
    await user.should_see("Please look at the field marked above.", retries=50)
    which.value = "second"  # type: ignore[attr-defined]
    await user.should_see("02:30 (Berlin) · 01:30 (UTC)", retries=30)
    user.find(marker="schedule").click()
    await user.should_see("Nothing was sent", retries=50)


async def test_a_clash_is_shown_before_and_can_be_meant(app: FastAPI, user: User, mara: Actor) -> None:
    position = await database_of(app).transact(make_position, mara)
    await database_of(app).transact(make_live, mara, position.id)
    await user.open(f"/interviews/new?position={position.id}")
    field(user, "Name").value, field(user, "E-mail").value = "Bo", "bo@example.org"
    field(user, "Time zone").value, field(user, "Time").value = "Europe/Berlin", "12:30"
    field(user, "Date").value = f"{clock.now() + timedelta(days=1):%Y-%m-%d}"
    await user.should_see("Mara has a live interview with Ana Ruiz then", retries=30)
    user.find(marker="schedule").click()
    await user.should_see("Somebody is in another live interview at that time", retries=30)
    user.find("Schedule it all the same").click()
    user.find(marker="schedule").click()
    await user.should_see("Nothing was sent", retries=50)


async def test_move_it(app: FastAPI, user: User, mara: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    position = await database_of(app).transact(make_position, mara)
    made = await database_of(app).transact(make_live, mara, position.id)
    await user.open(f"/interviews/{made}")
    await user.should_see("When and who")
    await user.should_see("12:00 (Berlin)")
    await user.should_not_see("Extra time")
    await user.open(f"/interviews/{made}/schedule")
    gone_to: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(ui.navigate, "to", gone_to.put_nowait)
    field(user, "Time").value = "15:30"
    user.find(marker="move").click()
    assert await asyncio.wait_for(gone_to.get(), 10) == f"/interviews/{made}"
    found = await database_of(app).read(schedule.get, mara, made)
    assert (found.sequence, found.scheduled_at.astimezone().minute) == (1, 30)


async def test_moved_by_somebody_else_meanwhile(app: FastAPI, user: User, mara: Actor) -> None:
    position = await database_of(app).transact(make_position, mara)
    made = await database_of(app).transact(make_live, mara, position.id)
    await user.open(f"/interviews/{made}/schedule")
    day = clock.now() + timedelta(days=3)
    form = TimeForm(date=f"{day:%Y-%m-%d}", time="09:00", interviewers=[mara.user_id])
    await database_of(app).transact(schedule.reschedule, mara, made, form, 0)
    field(user, "Time").value = "15:30"
    user.find(marker="move").click()
    await user.should_see("Somebody moved this interview meanwhile", retries=30)
    assert (await database_of(app).read(schedule.get, mara, made)).sequence == 1


async def test_what_the_candidate_sees(
    app: FastAPI, http: httpx.AsyncClient, user: User, mara: Actor
) -> None:
    database = database_of(app)
    position = await database.transact(make_position, mara)
    made = await database.transact(make_live, mara, position.id, "ana@example.org", HOSTILE)
    token = await database.read(link_token, mara, made)
    page = (await http.get(f"/i/{token}")).text
    assert HOSTILE not in page and html.escape(HOSTILE) in page
    assert "12:00 (Berlin)" in page and 'data-agreed-zone="Europe/Berlin"' in page
    assert "You talk with Mara" in page and "mara@example.org" in page  # whom to write to
    assert "An AI asks" not in page and "Go to the waiting room" not in page
    file = await http.get(f"/i/{token}/interview.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert str(event["URL"]).endswith(f"/i/{token}")
    answer = await http.post(f"/i/{token}", data={"csrf": "x"})
    assert answer.headers["location"] == f"/i/{token}"
    await database.transact(interviews.cancel, mara, made)
    page = (await http.get(f"/i/{token}")).text
    assert "This interview was cancelled" in page and "Take it out of your calendar" in page
    gone = Calendar.from_ical((await http.get(f"/i/{token}/interview.ics")).content)
    assert gone["METHOD"] == "CANCEL"


async def test_what_the_candidate_sees_when_it_is_moved(
    app: FastAPI, http: httpx.AsyncClient, user: User, mara: Actor
) -> None:
    database = database_of(app)
    position = await database.transact(make_position, mara)
    made = await database.transact(make_live, mara, position.id)
    token = await database.read(link_token, mara, made)
    day = clock.now() + timedelta(days=3)
    form = TimeForm(
        date=f"{day:%Y-%m-%d}", time="09:00", zone="America/New_York", interviewers=[mara.user_id]
    )
    await database.transact(schedule.reschedule, mara, made, form, 0)
    page = (await http.get(f"/i/{token}")).text
    assert "This interview was moved" in page
    assert "09:00 (New York)" in page


async def test_switched_off_there_is_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, app: FastAPI, user: User, mara: Actor
) -> None:
    position = await database_of(app).transact(make_position, mara)
    made = await database_of(app).transact(make_live, mara, position.id)
    monkeypatch.setattr(app.state.neurohire.settings, "live_interviews", False)
    for path in ("/interviews/new", f"/interviews/{made}/schedule"):
        answer = await user.http_client.get(path)
        assert answer.status_code == 404
    for path in ("/interviews", f"/positions/{position.id}"):
        await user.open(path)
        await user.should_not_see("Schedule live")
    assert await database_of(app).read(positions.get, mara, position.id)


async def test_somebody_known_is_chosen_while_the_name_is_typed(
    app: FastAPI, user: User, mara: Actor
) -> None:
    database = database_of(app)
    position = await database.transact(make_position, mara)
    form = CandidateForm(name="Anton Known", email="anton@example.org")
    person = await database.transact(candidates.add, mara, form)
    await user.open(f"/interviews/new?position={position.id}")
    field(user, "Name").value = "anto"
    await user.should_see("Anton Known · anton@example.org", retries=30)
    user.find(marker="choose-anton@example.org").click()
    await user.should_see("Somebody else", retries=30)
    user.find(marker="schedule").click()
    await user.should_see("Nothing was sent", retries=50)
    found = (await database.read(interviews.list_page, mara)).rows[0]
    assert (await database.read(interviews.get, mara, found.id)).candidate_id == person
    await user.open(f"/interviews/new?candidate={person}")
    await user.should_see("anton@example.org")
    await user.should_see("Somebody else")


async def test_questions_are_seen_and_changed_before_it_is_scheduled(
    app: FastAPI, user: User, mara: Actor
) -> None:
    database = database_of(app)
    position = await database.transact(make_position, mara)
    await user.open(f"/interviews/new?position={position.id}")
    user.find(marker="see-questions").click()
    await user.should_see("5 questions to ask.", retries=50)
    (editor,) = user.find(QuestionEditor).elements
    first = editor.props["questions"][0]
    user.find(QuestionEditor).trigger("replace", first[0])
    await until(lambda: editor.props["questions"][0][4] != first[4])
    user.find(QuestionEditor).trigger("add", {"text": "What would you do first here?", "kind": "scenario"})
    await user.should_see("6 questions to ask.", retries=30)
    user.find(marker="pick-question").click()
    await user.should_see("Take this one", retries=30)
    shown = [question[4] for question in editor.props["questions"]]
    field(user, "Name").value, field(user, "E-mail").value = "Bo", "bo@example.org"
    user.find(marker="schedule").click()
    await user.should_see("Nothing was sent", retries=50)
    made = (await database.read(interviews.list_page, mara)).rows[0].id
    views = await database.read(question_sets.get, mara, made)
    assert [view.question.text for view in views] == shown


async def test_how_it_is_held_is_changed_later(app: FastAPI, user: User, mara: Actor) -> None:
    position = await database_of(app).transact(make_position, mara)
    made = await database_of(app).transact(make_live, mara, position.id)
    await user.open(f"/interviews/{made}")
    await user.should_see("The call is not recorded")
    user.find(marker="change-how").click()
    await user.should_see("How it is held", retries=30)
    user.find("Record the call").click()
    user.find(marker="save-how").click()
    await user.should_see("The call is recorded", retries=50)


async def test_the_search_finds_people_interviews_and_positions(
    app: FastAPI, user: User, mara: Actor
) -> None:
    position = await database_of(app).transact(make_position, mara)
    await database_of(app).transact(make_live, mara, position.id)
    await user.open("/search?search=ana")
    await user.should_see("ana@example.org")
    await user.should_see("Backend Engineer · live")
    await user.open("/search?search=backend")
    await user.should_see("1 interview")
    await user.open("/search?search=zzz")
    await user.should_see("Nothing matches")
