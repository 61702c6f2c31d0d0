"""The pages round the live room: the way in, the choices, the waiting room, the room, the thanks."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from nicegui.testing import User
from sqlmodel import Session

from components.room_frame import RoomFrame
from components.room_people import RoomPeople
from components.room_waiting import RoomWaiting
from neurohire import clock
from neurohire.models.interviews import Interview
from neurohire.settings import get_settings
from tests.candidates import enter
from tests.pages.signed_in import database_of, post_login
from tests.rooms.live import Live, Sender, admit, make_room


@pytest.fixture
async def live(app: FastAPI) -> Live:
    return await database_of(app).transact(make_room)


def _in_two_hours(db: Session, interview_id: str) -> None:
    row = db.get(Interview, interview_id)
    assert row is not None
    row.scheduled_at = clock.now() + timedelta(hours=2)


async def test_the_landing_page_opens_the_door_only_shortly_before(
    app: FastAPI, http: httpx.AsyncClient, live: Live
) -> None:
    assert "Go to the waiting room" in (await http.get(f"/i/{live.token}")).text
    await database_of(app).transact(_in_two_hours, live.interview_id)
    early = (await http.get(f"/i/{live.token}")).text
    assert "Go to the waiting room" not in early and "minutes before to join" in early
    answer = await enter(http, live.token)
    assert answer.headers["location"].endswith(f"/i/{live.token}")


async def test_from_the_link_by_one_choice_to_the_waiting_room(app: FastAPI, user: User, live: Live) -> None:
    http = user.http_client
    await enter(http, live.token)
    welcome = (await http.get(f"/interview/{live.interview_id}/welcome")).text
    assert welcome.count('name="consent"') == 1 and "Keep what is written" in welcome
    for way in ("", "/check", "/room", "/done"):
        led = await http.get(f"/interview/{live.interview_id}{way}")
        assert str(led.url).endswith("/waiting"), way
    await user.open(f"/interview/{live.interview_id}/waiting")
    await user.should_see("Ask to join when you are ready")
    await user.should_see("Ben Berg and Rita Berg")
    (element,) = user.find(RoomWaiting).elements
    assert element.props["viewer"]["seat"] == "candidate"
    assert "rita+" not in str(element.props)


async def test_the_room_of_the_team_and_of_the_candidate(app: FastAPI, user: User, live: Live) -> None:
    await database_of(app).transact(admit, live)
    await enter(user.http_client, live.token)
    await user.open(f"/interview/{live.interview_id}/room")
    (frame,) = user.find(RoomFrame).elements
    (people,) = user.find(RoomPeople).elements
    assert frame.props["ways"]["leave"].endswith("/waiting?left=1")
    assert (people.props["viewer"]["seat"], frame.props["viewer"]["seat"]) == ("candidate", "candidate")
    names = [one["name"] for one in frame.props["tabs"]]
    assert "notes" not in names
    assert (await user.http_client.get(f"/rooms/{live.interview_id}")).url.path == "/login"


async def test_a_colleague_opens_the_room_from_the_page_of_the_interview(
    app: FastAPI, user: User, live: Live
) -> None:
    assert (await post_login(user.http_client, live.rita.email)).status_code == 303
    await user.open(f"/interviews/{live.interview_id}")
    await user.should_see("Open the room")
    await user.open(f"/rooms/{live.interview_id}")
    (frame,) = user.find(RoomFrame).elements
    assert frame.props["viewer"] == {
        "seat": "interviewer",
        "id": live.rita.journal_name,
        "name": "Rita Berg",
    }


async def test_who_asks_is_told_to_the_interviewers_on_their_other_pages(
    app: FastAPI, user: User, live: Live
) -> None:
    await post_login(user.http_client, live.rita.email)
    await user.open("/positions")
    await database_of(app).transact(lambda db: Sender(db, live, "ana").send("ask_to_join"))
    await user.should_see("Ana Ruiz asks to join the live interview", retries=50)


async def test_thanks_and_no_way_back(app: FastAPI, http: httpx.AsyncClient, live: Live) -> None:
    await database_of(app).transact(admit, live)
    await enter(http, live.token)
    await database_of(app).transact(lambda db: Sender(db, live, "rita").send("complete_interview"))
    for way in ("/waiting", "/room", "/welcome"):
        assert (await http.get(f"/interview/{live.interview_id}{way}")).headers["location"].endswith("/done")
    thanks = (await http.get(f"/interview/{live.interview_id}/done")).text
    assert "Thank you, Ana Ruiz." in thanks and re.search(r"<code>[0-9A-F]{8}</code>", thanks)
    landing = (await http.get(f"/i/{live.token}")).text
    assert "This interview has taken place" in landing and "Go to the waiting room" not in landing


async def test_without_the_setting_there_is_no_room(
    app: FastAPI, http: httpx.AsyncClient, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    await enter(http, live.token)
    monkeypatch.setattr(get_settings(), "live_interviews", False)
    for way in ("waiting", "room"):
        answer = await http.get(f"/interview/{live.interview_id}/{way}")
        assert answer.status_code == 404
