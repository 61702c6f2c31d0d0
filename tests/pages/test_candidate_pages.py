"""The candidate's static pages: the link in all its states, choices, the receipt; by the grant alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from neurohire.database import Database
from neurohire.services import conduct, consent, interviews, invitations, journal, operations
from neurohire.services.operations import Operation
from neurohire.settings import get_settings
from neurohire.vocabulary import DataKind
from tests import people
from tests.candidates import TEXTS, Invited, agree, enter, invite
from tests.conftest import ORIGIN


@pytest.fixture
def database(app: FastAPI) -> Database:
    found: Database = app.state.neurohire.database
    return found


@pytest.fixture
async def invited(database: Database) -> Invited:
    return await database.transact(invite)


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A second browser."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=ORIGIN, headers={"origin": ORIGIN}
    ) as client:
        yield client


async def finish(database: Database, invited: Invited) -> None:
    """The interview as if somebody had taken it elsewhere."""

    def work(db: Any) -> None:
        _, grant = people.enter(db, invited.actor, invited.interview_id)
        conduct.start(db, grant)
        conduct.submit(db, grant)

    await database.transact(work)


async def test_the_link_tells_who_what_and_how_long(http: httpx.AsyncClient, invited: Invited) -> None:
    page = await http.get(f"/i/{invited.token}")
    assert page.status_code == 200
    for words in ("Ana Ruiz", "3 questions", "Up to 45 minutes", "a human decides", "180 days", "Observe:"):
        assert words in page.text, words
    assert f"mailto:{invited.actor.email}" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert not any(text in page.text for text in TEXTS)


async def test_looking_changes_nothing_and_entering_takes_the_token_out_of_the_address(
    http: httpx.AsyncClient, invited: Invited, database: Database
) -> None:
    for _ in range(3):
        await http.get(f"/i/{invited.token}")
    kinds = [e.kind for e in await database.read(journal.since, invited.interview_id, 0)]
    assert "candidate_entered" not in kinds
    before = http.cookies.get("session")
    answer = await enter(http, invited.token)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/interview/{invited.interview_id}")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert invited.token not in answer.headers["location"] and http.cookies["session"] != before


async def test_a_form_of_another_browser_enters_nothing(
    http: httpx.AsyncClient, other: httpx.AsyncClient, invited: Invited
) -> None:
    found = re.search(r'name="csrf" value="([^"]+)"', (await other.get(f"/i/{invited.token}")).text)
    assert found
    for csrf in (found.group(1), "", "x"):
        answer = await http.post(f"/i/{invited.token}", data={"csrf": csrf})
        assert answer.headers["location"] == f"/i/{invited.token}"
    assert (await http.get(f"/interview/{invited.interview_id}")).status_code == 404


async def test_wrong_links_look_alike_and_are_counted(http: httpx.AsyncClient, invited: Invited) -> None:
    pages = [await http.get(f"/i/{token}") for token in ("x", "A" * 43, invited.interview_id)]
    assert {page.status_code for page in pages} == {404}
    bare = {re.sub(r'nonce="[^"]+"', "", page.text) for page in pages}
    assert len(bare) == 1 and "does not lead to an interview" in bare.pop()
    answers = [await http.get(f"/i/{n:043}") for n in range(12)]
    assert answers[-1].status_code == 429
    assert (await http.get(f"/i/{invited.token}")).status_code == 200  # the neighbour at the same address


async def test_each_closed_link_says_kindly_why(
    http: httpx.AsyncClient, database: Database, invited: Invited
) -> None:
    cancelled = await database.transact(invite, "cancel@example.org")
    finished = await database.transact(invite, "fin@example.org")
    await database.transact(invitations.revoke, invited.actor, invited.interview_id)
    await database.transact(interviews.cancel, cancelled.actor, cancelled.interview_id)
    await finish(database, finished)
    for one, words in (
        (invited, "replaced or withdrawn"),
        (cancelled, "was cancelled"),
        (finished, "is finished"),
    ):
        page = await http.get(f"/i/{one.token}")
        assert words in page.text and "Continue" not in page.text
        answer = await enter(http, one.token)
        assert answer.status_code == 303 and answer.headers["location"] == f"/i/{one.token}"


async def test_choices_come_before_the_interview(http: httpx.AsyncClient, invited: Invited) -> None:
    await enter(http, invited.token)
    address = f"/interview/{invited.interview_id}"
    assert (await http.get(address)).headers["location"] == f"{address}/welcome"
    page = await http.get(f"{address}/welcome")
    assert page.text.count('type="checkbox"') == 4 and "checked" not in page.text
    refused = await agree(http, invited.interview_id, DataKind.AUDIO)
    assert refused.status_code == 422 and "there is no interview" in refused.text
    kept = await agree(http, invited.interview_id, DataKind.ANSWERS)
    assert kept.headers["location"] == f"{address}/check"
    assert (await http.get(f"{address}/check")).status_code == 200
    assert (await http.get(address)).status_code == 200
    again = await http.get(f"{address}/welcome")
    assert again.text.count(" checked") == 1


async def test_only_the_browser_with_the_grant_sees_anything(
    http: httpx.AsyncClient, other: httpx.AsyncClient, invited: Invited
) -> None:
    addresses = [f"/interview/{invited.interview_id}{part}" for part in ("", "/welcome", "/check", "/done")]
    addresses.append(f"/interview/{invited.interview_id}/answers.txt")
    await enter(http, invited.token)
    await agree(http, invited.interview_id)
    for address in addresses:
        stranger = await other.get(address)
        unknown = await other.get(address.replace(invited.interview_id, "0" * 36))
        assert stranger.status_code == unknown.status_code == 404
        assert "Ana" not in stranger.text and "Backend" not in stranger.text
    await enter(other, invited.token)
    for address in addresses:
        gone = await http.get(address)
        assert gone.status_code == 403 and "opened elsewhere" in gone.text


async def test_a_signed_in_recruiter_needs_the_link_like_anybody(
    app: FastAPI, http: httpx.AsyncClient, invited: Invited
) -> None:
    login = re.search(r'name="csrf" value="([^"]+)"', (await http.get("/login")).text)
    assert login
    fields = {"email": invited.actor.email, "password": people.PASSWORD, "csrf": login.group(1)}
    assert (await http.post("/login", data=fields)).status_code == 303
    assert (await http.get(f"/interview/{invited.interview_id}")).status_code == 404
    await enter(http, invited.token)
    assert (await http.get(f"/interview/{invited.interview_id}/welcome")).status_code == 200
    assert (await http.get("/positions")).status_code == 200  # and stays signed in


async def test_the_receipt_and_the_own_copy(
    app: FastAPI, http: httpx.AsyncClient, database: Database, invited: Invited
) -> None:
    await enter(http, invited.token)
    await agree(http, invited.interview_id)
    address = f"/interview/{invited.interview_id}"
    assert (await http.get(f"{address}/done")).headers["location"] == address
    assert (await http.get(f"{address}/answers.txt")).headers["location"] == address
    text = "<img src=x onerror=alert(1)> ‮ =1+1 😀"
    await _answer(database, invited, http, text)
    assert (await http.get(address)).headers["location"] == f"{address}/done"
    page = await http.get(f"{address}/done")
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.text and "<img src=x" not in page.text
    number = invited.interview_id.replace("-", "")[-8:].upper()
    assert number in page.text and TEXTS[0] in page.text and TEXTS[2] not in page.text
    copy = await http.get(f"{address}/answers.txt")
    assert text in copy.text and copy.headers["content-type"].startswith("text/plain")
    assert "attachment" in copy.headers["content-disposition"]
    again = await http.get(f"/i/{invited.token}")
    assert f'href="{address}/done"' in again.text


async def _answer(database: Database, invited: Invited, http: httpx.AsyncClient, text: str) -> None:
    def work(db: Any) -> None:
        grant = _newest_grant(db, invited)
        conduct.start(db, grant)
        question = invited.question_ids[0]
        ops = (("answer_draft", {"question_id": question, "text": text}), ("interview_submit", {}))
        for seq, (kind, body) in enumerate(ops, 1):
            one = Operation(type="op", client_id="client-1", client_seq=seq, kind=kind, body=body)
            operations.apply_once(db, grant, one)

    await database.transact(work)


def _newest_grant(db: Any, invited: Invited) -> Any:
    from sqlalchemy import select
    from sqlmodel import col

    from neurohire.auth.actors import CandidateGrant
    from neurohire.models.interviews import Interview
    from neurohire.models.users import InterviewGrant

    grant = db.scalars(
        select(InterviewGrant).where(
            col(InterviewGrant.interview_id) == invited.interview_id, col(InterviewGrant.ended_at).is_(None)
        )
    ).one()
    row = db.get(Interview, invited.interview_id)
    return CandidateGrant(
        grant_id=grant.id, interview_id=row.id, candidate_id=row.candidate_id, name=row.candidate_name
    )


async def test_consent_is_of_this_text(database: Database, invited: Invited, http: httpx.AsyncClient) -> None:
    await enter(http, invited.token)
    await agree(http, invited.interview_id, DataKind.ANSWERS, DataKind.AUDIO)
    entries = await database.read(journal.since, invited.interview_id, 0)
    given = [entry.body for entry in entries if entry.kind == "consent_given"]
    assert given == [{"given": ["answers", "audio"], "text_version": consent.version_of(get_settings())}]
