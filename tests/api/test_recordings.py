"""Spoken answers and spoken questions over HTTP, as the candidate's page sends and asks for them."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session

from neurohire.database import Database
from neurohire.services import conduct, login_sessions, recordings
from neurohire.services.recordings import MAX_CHUNK
from tests import people
from tests.candidates import Invited, agree, enter, invite
from tests.conftest import ORIGIN

WEBM = {"content-type": "audio/webm;codecs=opus"}


@dataclass
class Candidate:
    """A browser in a running interview."""

    http: httpx.AsyncClient
    invited: Invited
    database: Database
    take: str

    def chunk(self, number: int | str, question: int = 0) -> str:
        address = f"/api/v1/interviews/{self.invited.interview_id}/recordings/{self.take}/chunks/{number}"
        return f"{address}?question={self.invited.question_ids[question]}&follow_up=0"

    @property
    def recording(self) -> str:
        return f"/api/v1/interviews/{self.invited.interview_id}/recordings/{self.take}"


@pytest.fixture
async def candidate(app: FastAPI, http: httpx.AsyncClient) -> Candidate:
    database: Database = app.state.neurohire.database
    invited = await database.transact(invite)
    await enter(http, invited.token)
    await agree(http, invited.interview_id)

    def start(db: Session) -> None:
        _, grant = people.enter(db, invited.actor, invited.interview_id)
        conduct.start(db, grant)

    await database.transact(start)
    await enter(http, invited.token)  # the browser takes it back
    return Candidate(http, invited, database, str(uuid.uuid4()))


async def test_chunks_become_the_file_that_is_heard(candidate: Candidate) -> None:
    for number, piece in ((0, b"abc"), (1, b"def"), (1, b"def")):
        proof = {"x-content-sha256": hashlib.sha256(piece).hexdigest()}
        answer = await candidate.http.put(candidate.chunk(number), content=piece, headers=WEBM | proof)
        assert answer.status_code == 204
    ended = await candidate.http.post(f"{candidate.recording}/end", json={"chunks": 2})
    assert ended.status_code == 204
    heard = await candidate.http.get(candidate.recording)
    assert (heard.content, heard.headers["content-type"]) == (b"abcdef", "audio/webm")
    views = await candidate.database.read(recordings.of_interview, candidate.invited.interview_id)
    assert views[candidate.invited.question_ids[0]][0].missing == 0


@pytest.mark.parametrize(
    ("asked", "status", "content", "range_"),
    [
        ("bytes=0-", 206, b"abcdefghij", "bytes 0-9/10"),
        ("bytes=2-5", 206, b"cdef", "bytes 2-5/10"),
        ("bytes=4-4", 206, b"e", "bytes 4-4/10"),
        ("bytes=7-999", 206, b"hij", "bytes 7-9/10"),
        ("bytes=-3", 206, b"hij", "bytes 7-9/10"),
        ("bytes=-99", 206, b"abcdefghij", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-2", 200, b"abcdefghij", None),
        ("bytes=0-1,3-4", 200, b"abcdefghij", None),
        ("bytes=-", 200, b"abcdefghij", None),
        ("lines=1-2", 200, b"abcdefghij", None),
        (f"bytes={'9' * 40}-", 200, b"abcdefghij", None),
        ("bytes=²-", 200, b"abcdefghij", None),
    ],
)
async def test_a_player_may_begin_anywhere(
    candidate: Candidate, asked: str, status: int, content: bytes, range_: str | None
) -> None:
    for number, piece in enumerate((b"abc", b"defg", b"hij")):
        await candidate.http.put(candidate.chunk(number), content=piece, headers=WEBM)
    heard = await candidate.http.get(candidate.recording, headers={"range": asked.encode("latin-1")})
    assert (heard.status_code, heard.content) == (status, content)
    assert heard.headers["accept-ranges"] == "bytes"
    assert heard.headers.get("content-range") == range_
    assert heard.headers["content-length"] == str(len(content))


async def test_a_damaged_piece_is_to_be_sent_again(candidate: Candidate) -> None:
    """503, not a final refusal: the page keeps the piece."""
    proof = {"x-content-sha256": hashlib.sha256(b"whole").hexdigest()}
    answer = await candidate.http.put(candidate.chunk(0), content=b"hal", headers=WEBM | proof)
    assert (answer.status_code, answer.json()["code"]) == (503, "damaged")


async def test_what_is_refused_for_good(candidate: Candidate) -> None:
    put = candidate.http.put
    large = await put(candidate.chunk(0), content=b"x" * (MAX_CHUNK + 1), headers=WEBM)
    wrong = await put(candidate.chunk(0), content=b"x", headers={"content-type": "text/html"})
    far = await put(candidate.chunk(99_999), content=b"x", headers=WEBM)
    later = await put(candidate.chunk(0, question=2), content=b"x", headers=WEBM)
    nonsense = await put(candidate.chunk("-1e9"), content=b"x", headers=WEBM)
    codes = [answer.status_code for answer in (large, wrong, far, later, nonsense)]
    assert codes == [422, 422, 422, 404, 422]
    assert (await candidate.http.get(candidate.recording)).status_code == 404


async def test_a_replaced_browser_keeps_its_pieces_and_strangers_see_nothing(
    app: FastAPI, candidate: Candidate
) -> None:
    await candidate.http.put(candidate.chunk(0), content=b"abc", headers=WEBM)
    headers = {"origin": ORIGIN}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=ORIGIN, headers=headers
    ) as other:
        for answer in (
            await other.put(candidate.chunk(1), content=b"x", headers=WEBM),
            await other.get(candidate.recording),
            await other.post(f"{candidate.recording}/end", json={"chunks": 1}),
        ):
            assert answer.status_code == 404
        await enter(other, candidate.invited.token)
        gone = await candidate.http.put(candidate.chunk(1), content=b"x", headers=WEBM)
        assert gone.status_code == 403  # not 404: the page then keeps what it could not send
        assert (await other.get(candidate.recording)).content == b"abc"


async def test_a_foreign_page_cannot_add(candidate: Candidate) -> None:
    foreign = WEBM | {"origin": "https://evil.example"}
    assert (await candidate.http.put(candidate.chunk(0), content=b"x", headers=foreign)).status_code == 403


async def test_a_question_is_spoken_or_left_to_the_browser(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = candidate.invited.question_ids
    address = f"/api/v1/interviews/{candidate.invited.interview_id}/questions"
    assert (await candidate.http.get(f"{address}/{ids[1]}/speech")).status_code == 404  # still to come
    assert (await candidate.http.get(f"{address}/{ids[0]}/speech?follow_up=1")).status_code == 404
    from neurohire.speech import embedded

    monkeypatch.setattr(embedded, "find_program", lambda: None)
    assert (await candidate.http.get(f"{address}/{ids[0]}/speech")).status_code == 204


@pytest.mark.needs("espeak-ng")
async def test_the_servers_voice_is_made_once(candidate: Candidate, monkeypatch: pytest.MonkeyPatch) -> None:
    question = candidate.invited.question_ids[0]
    address = f"/api/v1/interviews/{candidate.invited.interview_id}/questions/{question}/speech"
    first = await candidate.http.get(address)
    assert first.content[:4] == b"RIFF" and len(first.content) > 10_000
    from neurohire.speech.embedded import EspeakSpeaker

    monkeypatch.setattr(EspeakSpeaker, "speak", lambda *_: 1 / 0)
    assert (await candidate.http.get(address)).content == first.content


async def test_the_grant_is_the_browsers_own(candidate: Candidate) -> None:
    other = await candidate.database.transact(invite, "ben@example.org")
    session, _ = await candidate.database.transact(people.enter, other.actor, other.interview_id)
    identity = await login_sessions.identity_of(candidate.database, session)
    assert candidate.invited.interview_id not in identity.grants
