"""The demo fills an empty database by the real services: journals verify, states are there, pages open."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.commands.upkeep import interviews_with_journal
from neurohire.database import Database
from neurohire.demo import making, voice
from neurohire.demo.making import Made
from neurohire.errors import InvalidState
from neurohire.media_store import MediaStore
from neurohire.models.candidates import Candidate, Resume
from neurohire.models.interviews import Interview
from neurohire.models.scores import Task
from neurohire.models.users import Beat, User
from neurohire.services import accounts, decisions, documents, journal, recordings, reports, tasks
from neurohire.services.asking import document_of
from neurohire.services.reports import Report
from neurohire.settings import Settings
from neurohire.vocabulary import GradingState, InterviewState, ScoreSource
from tests.conftest import ORIGIN

PASSWORD = "a password of the demo"
NOT_REACHED = {InterviewState.WAITING}  # only live interviews wait


def made_in(database: Database, settings: Settings) -> Made:
    return making.make(database, MediaStore(settings.data_dir / "media", 0), PASSWORD)


def report_on(database: Database, name: str) -> Report:
    def work(db: Session) -> Report:
        row = db.scalars(select(Interview).where(col(Interview.candidate_name).startswith(name))).one()
        user = db.scalars(select(User).where(col(User.email) == making.ADMIN)).one()
        return reports.get(db, accounts.actor(user), row.id)

    return database.run(work)[0]


def test_everything_is_there_and_verifies(database: Database, settings: Settings):
    before = clock.source()
    now = clock.now()
    made = made_in(database, settings)
    assert clock.source() is before
    assert set(made.states) == {state.value for state in InterviewState} - NOT_REACHED
    assert made.positions >= 4
    ids, _ = database.run(interviews_with_journal)
    found = [database.run(journal.verify, interview_id)[0] for interview_id in ids]
    assert len(found) == sum(made.states.values())
    assert all(f.broken_at is None and f.entries for f in found)
    moments = [entry.at for i in ids for entry in database.run(journal.since, i, 0)[0]]
    assert min(moments) > now - timedelta(days=30) and max(moments) < now + timedelta(minutes=1)
    for interview_id in ids:
        at = [entry.at for entry in database.run(journal.since, interview_id, 0)[0]]
        assert at == sorted(at)

    def due(db: Session) -> list[str]:
        late = select(Task).where(col(Task.done_at).is_(None), col(Task.due_at) < now)
        return [task.kind for task in db.scalars(late) if task.kind not in tasks.OUTSIDE]

    assert database.run(due)[0] == []
    people = database.run(lambda db: [(c.email, c.name) for c in db.scalars(select(Candidate))])[0]
    assert len(people) > 10
    assert all(email.endswith("@example.org") and name.endswith("(Demo)") for email, name in people)
    assert database.run(lambda db: {row.state for row in db.scalars(select(Resume))})[0] == {
        "ready",
        "needs_email",
    }


def test_the_finished_interview_has_voice_code_follow_ups_and_scores_with_quotes(
    database: Database, settings: Settings
):
    made_in(database, settings)
    report = report_on(database, "Mara")
    assert report.decision is not None and report.decision.reason
    assert report.score is not None and report.interview.grading_state is GradingState.DONE
    assert sum(len(question.follow_ups) for question in report.questions) >= 1
    counting = [line.counts for q in report.questions for line in q.criteria if line.counts]
    assert {score.source for score in counting} == {ScoreSource.EMBEDDED, ScoreSource.HUMAN}
    assert all(s.quotes for s in counting if s.points and s.source is ScoreSource.EMBEDDED)
    parts = {
        (q.id, f"{kind}-{a.follow_up}"): words
        for q in report.questions
        for a in q.answers
        for kind, words in (("text", a.text), ("code", a.code))
    }
    for question in report.questions:
        for line in question.criteria:
            for quote in line.counts.quotes if line.counts else []:
                assert parts[question.id, quote.part][quote.start : quote.end] == quote.text
    coded = next(q for q in report.questions if q.answers and q.answers[0].code)
    document = database.run(document_of, coded.id)[0]
    assert document is not None
    history = database.run(documents.history, document.id)[0]
    assert len(history) > 20 and history[-1][0] - history[0][0] > timedelta(minutes=1)
    take = next(take for q in report.questions for take in q.recordings)
    assert (take.media_type, take.missing) == ("audio/ogg", 0) and take.chunks > 1
    _, addresses = database.run(recordings.chunks, report.interview.id, take.id)[0]
    audio = b"".join((settings.data_dir / "media" / a[:2] / a[2:]).read_bytes() for a in addresses)
    assert audio.startswith(b"OggS") and b"OpusHead" in audio[:200]


def test_without_a_voice_there_is_a_tone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("neurohire.speech.embedded.find_program", lambda: None)
    pieces, seconds = voice.spoken("Some words.", "en")
    assert b"".join(pieces).startswith(b"OggS") and 5 < seconds < 7


def test_who_refused_suggestions_has_none_and_a_late_one_was_handed_in(
    database: Database, settings: Settings
):
    made_in(database, settings)
    felix = report_on(database, "Felix")
    assert not any(line.counts for q in felix.questions for line in q.criteria)
    elif_ = report_on(database, "Elif")
    assert (elif_.submit_reason, elif_.interview.state) == ("time_up", InterviewState.SUBMITTED)
    assert report_on(database, "Noor").submit_reason == "policy"
    assert report_on(database, "Hannah").interview.language == "de"


def test_only_an_empty_database_without_a_server_is_filled(database: Database, settings: Settings):
    database.run(lambda db: db.add(Beat(name="server", holder="x", at=clock.now())))
    with pytest.raises(InvalidState, match="server is running"):
        made_in(database, settings)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    database.run(lambda db: db.merge(Beat(name="server", holder="x", at=long_ago)))
    database.run(lambda db: db.add(Candidate(email="a@example.com", created_at=clock.now())))
    with pytest.raises(InvalidState, match="nothing was changed"):
        made_in(database, settings)
    assert database.run(lambda db: list(db.scalars(select(User))))[0] == []


def test_a_demo_that_fails_leaves_nothing(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr(decisions, "decide", fail)
    with pytest.raises(RuntimeError):
        made_in(database, settings)
    database.run(making.check_empty)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.fixture
def filled(settings: Settings, migrated_sqlite: Path) -> Iterator[Made]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(migrated_sqlite, settings.data_dir / "neurohire.db")
    database = Database(settings.sqlalchemy_url)
    yield made_in(database, settings)
    database.close()


async def test_every_page_opens(filled: Made, app: FastAPI, http: httpx.AsyncClient):
    form = re.search(r'name="csrf" value="([^"]+)"', (await http.get("/login")).text)
    assert form
    data = {"csrf": form.group(1), "email": filled.admin, "password": PASSWORD, "next": "/"}
    assert (await http.post("/login", data=data, headers={"origin": ORIGIN})).status_code == 303
    rows = (await http.get("/api/v1/interviews?limit=100")).json()["rows"]
    addresses = ["/", "/positions", "/interviews"]
    addresses += [f"/interviews/{row['id']}" for row in rows]
    addresses += [f"/interviews/{row['id']}/report" for row in rows]
    for position in {row["position_id"] for row in rows}:
        addresses += [f"/positions/{position}", f"/positions/{position}/settings"]
    assert len(addresses) > 30
    opened = {address: (await http.get(address)).status_code for address in addresses}
    assert {address: status for address, status in opened.items() if status != 200} == {}
    results = (await http.get("/api/v1/interviews.csv")).text
    assert results.count("(Demo)") >= len(rows)
