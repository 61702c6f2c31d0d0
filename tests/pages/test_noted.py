"""What the checks noted: judged on the team's report, read and answered on the candidate's last page."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi import FastAPI
from nicegui.testing import User
from sqlmodel import Session

from neurohire import clock
from neurohire.models.incidents import Incident
from neurohire.services import camera_checks, incident_report, incidents
from neurohire.settings import get_settings
from neurohire.vocabulary import Judgement
from tests.api.test_access_matrix import session_cookie
from tests.pages.signed_in import database_of
from tests.pages.test_live_report import live, open_as
from tests.rooms.live import Live, admit, make_room
from tests.services.noted import agree, note_some

__all__ = ["live"]
MARKUP = "<b>bold</b><script>alert(1)</script>"
ESCAPED = "&lt;b&gt;bold&lt;/b&gt;"


async def test_an_incident_is_judged_with_a_note_and_taken_back(app: FastAPI, user: User, live: Live) -> None:
    database = database_of(app)
    (first,) = await database.transact(note_some, live, 1)
    await open_as(user, live, "olga")
    await user.should_see("Nobody in the picture")
    await user.should_see("Software noted this.")
    await user.should_not_see(marker="incident-open")
    user.find(marker="incident-note").click()
    await user.should_see("the candidate's page does not show it")
    user.find(marker="note-words").type(MARKUP)
    user.find(marker="noted-dismissed").click()
    await user.should_see("Dismissed by Olga Berg", retries=50)
    await user.should_see(MARKUP)
    user.find(marker="incident-open").click()
    await user.should_see("Taken back by Olga Berg", retries=50)
    await user.should_not_see(MARKUP)
    (seen,) = await database.read(incidents.of_interview, live.rita, live.interview_id)
    assert (seen.id, seen.judgement, seen.note) == (first, Judgement.OPEN, MARKUP)
    user.find(marker="incident-confirmed").click()
    await user.should_see("Confirmed by Olga Berg", retries=50)
    (seen,) = await database.read(incidents.of_interview, live.rita, live.interview_id)
    assert (seen.judgement, seen.note) == (Judgement.CONFIRMED, "")


async def test_what_others_do_appears_without_a_reload(app: FastAPI, user: User, live: Live) -> None:
    database = database_of(app)
    first, second, _ = await database.transact(note_some, live)
    await open_as(user, live, "rita")
    await user.should_see("for 12 s")
    await database.transact(incident_report.answer, live.grant, {first: MARKUP})
    await user.should_see(MARKUP, retries=50)
    await database.transact(incidents.judge, live.ben, second, Judgement.CONFIRMED, "Twice")
    await user.should_see("Confirmed by Ben Berg", retries=50)
    await user.should_see("Twice")


async def test_many_are_filtered(app: FastAPI, user: User, live: Live) -> None:
    database = database_of(app)
    first, *_ = await database.transact(note_some, live, 7)
    await database.transact(incidents.judge, live.rita, first, Judgement.DISMISSED)
    await open_as(user, live, "rita")
    rows = sorted(user.find(marker="incident").elements, key=lambda row: row.id)
    user.find(content="Confirmed").click()
    await user.should_see("None of them.")
    assert all(row.props.get("hidden") for row in rows)
    user.find(content="To look at").click()
    assert [bool(row.props.get("hidden")) for row in rows] == [True] + 6 * [False]


async def test_it_is_said_when_nothing_was_checked(
    app: FastAPI, user: User, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = database_of(app)
    await database.transact(agree, live)
    await open_as(user, live, "rita")
    await user.should_see("Not checked: no picture of the camera came.")
    monkeypatch.setattr("neurohire.proctoring.vision_models.problems", lambda: ["Finding faces is off."])
    await user.open(f"/interviews/{live.interview_id}/report")
    await user.should_see("Not checked: the checks are off on this server.")
    await user.should_not_see("Nothing was noted.")
    await database.transact(camera_checks.note_checked, live.interview_id)
    await user.open(f"/interviews/{live.interview_id}/report")
    await user.should_see("Nothing was noted.")
    await database.transact(lambda db: agree(db, live, is_given=False, later=1))
    await user.open(f"/interviews/{live.interview_id}/report")
    await user.should_see("Not checked: the candidate did not agree")
    await user.should_not_see("Nothing was noted.")


async def test_a_picture_that_was_deleted_is_said_to_be(app: FastAPI, user: User, live: Live) -> None:
    def delete(db: Session) -> None:
        (incident,) = note_some(db, live, 1)
        db.get_one(Incident, incident).evidence_deleted_at = clock.now()

    await database_of(app).transact(delete)
    await open_as(user, live, "rita")
    await user.should_see("Picture deleted")


# ── the candidate ─────────────────────────────────────────────────────────────────────────────


async def answered(http: httpx.AsyncClient, live: Live, csrf: str = "", **words: str) -> httpx.Response:
    """Post the form as it stands on the page."""
    address = f"/interview/{live.interview_id}/done"
    own = re.search(r'name="csrf" value="([^"]+)"', (await http.get(address)).text)
    form = {f"comment-{name}": value for name, value in words.items()}
    return await http.post(address, data={"csrf": csrf or (own[1] if own else ""), **form})


async def test_the_candidate_reads_and_answers_what_was_noted(
    app: FastAPI, http: httpx.AsyncClient, live: Live
) -> None:
    database = database_of(app)
    first, second, _ = await database.transact(note_some, live)
    await database.transact(incidents.judge, live.rita, first, Judgement.CONFIRMED, "heron-99")
    page = await done(http, live)
    assert "Software noted this. People decide what it means." in page
    assert page.count("<textarea") == 3 and "for 12 seconds" in page and "to the end" in page
    assert "heron-99" not in page and "Confirmed" not in page
    answer = await answered(http, live, **{first: MARKUP, second: "Two\r\nlines"})
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/interview/{live.interview_id}/done?answered=1#noted",
    )
    page = await done(http, live, "?answered=1")
    assert "Your words are kept." in page and ESCAPED in page and "<b>bold" not in page
    assert "Two\nlines</textarea>" in page


async def test_a_refused_answer_stays_as_it_was_typed(
    app: FastAPI, http: httpx.AsyncClient, live: Live
) -> None:
    first, second, _ = await database_of(app).transact(note_some, live)
    await done(http, live)
    words = {first: MARKUP, second: "y" * (incidents.MOST_WORDS + 1)}
    long = await answered(http, live, **words)
    assert long.status_code == 422 and "one of your answers is too long" in long.text
    assert long.text.count("Please use at most 2000 characters.") == 1
    foreign = await answered(http, live, csrf="foreign", **words)
    assert foreign.status_code == 403 and "open for too long" in foreign.text
    for answer in (long, foreign):
        assert ESCAPED in answer.text and words[second] in answer.text and "<b>bold" not in answer.text
    assert await comments(app, live) == {""}


async def test_nobody_answers_for_another(app: FastAPI, http: httpx.AsyncClient, live: Live) -> None:
    database = database_of(app)
    await database.transact(note_some, live)
    other, theirs = await database.transact(_another)
    await done(http, live)
    for incident in (theirs, "no-such-incident"):
        answer = await answered(http, live, **{incident: "Not mine"})
        assert answer.headers["location"] == f"/interview/{live.interview_id}/done"
    elsewhere = await http.post(f"/interview/{other.interview_id}/done", data={"csrf": "x"})
    assert elsewhere.status_code == 404
    assert await comments(app, live) == await comments(app, other) == {""}


def _another(db: Session) -> tuple[Live, str]:
    found = make_room(db, "bo@example.org")
    admit(db, found)
    return found, note_some(db, found, 1)[0]


async def test_there_is_a_card_only_when_the_camera_was_checked(
    app: FastAPI, http: httpx.AsyncClient, live: Live
) -> None:
    database = database_of(app)
    await database.transact(agree, live)
    assert "No picture of your camera was looked at" in await done(http, live)
    await database.transact(camera_checks.note_checked, live.interview_id)
    assert "Nothing was noted." in await done(http, live)
    await database.transact(lambda db: agree(db, live, is_given=False, later=1))
    assert "noted" not in (await done(http, live)).partition("<main")[2]


async def comments(app: FastAPI, live: Live) -> set[str]:
    found = await database_of(app).read(incidents.of_interview, live.rita, live.interview_id)
    return {one.comment for one in found}


async def done(http: httpx.AsyncClient, live: Live, query: str = "") -> str:
    """The page after the interview, in the browser that was in it."""
    address = f"/interview/{live.interview_id}/done"
    if "session" not in http.cookies:
        cookie = f"session={session_cookie(get_settings(), live.sessions['ana'])}"
        await http.get(address, headers={"cookie": cookie})
    answer = await http.get(address + query)
    assert answer.status_code == 200
    return answer.text
