"""Live interviews of the demo: one that was held, one that begins in minutes, one in another zone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pycrdt import Doc, Text
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.demo.acting import BROWSER, SECONDS_A_LETTER, Edit
from neurohire.demo.cast import MARK, TEXTS, Decided
from neurohire.media_store import MediaStore
from neurohire.models.interviews import Interview
from neurohire.models.resumes_read import ReadResume
from neurohire.resumes.read import read_resume
from neurohire.services import (
    candidate_resumes,
    decisions,
    documents,
    entrance,
    interviews,
    login_sessions,
    resumes,
    room_files,
    room_operations,
    schedule,
    scorecards,
)
from neurohire.services.operations import Operation
from neurohire.services.schedule_form import ScheduleForm
from neurohire.vocabulary import DataKind, Recommendation

MINUTES, HELD_DAYS_AGO = 45, 1
Name = Literal["candidate", "robin", "alex"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Step(_Part):
    """What one person does, `after` so many seconds."""

    after: int
    by: Name
    say: str = ""
    shows: bool = False  # the next question
    note: str = ""
    bookmark: str = ""
    code: str = ""
    prints: str = ""


class Card(_Part):
    by: Name
    recommendation: Recommendation
    words: str
    points: list[int]  # of the first lines


class Met(_Part):
    """Somebody who is interviewed live."""

    name: str
    email: str
    file: str
    resume: str
    zone: str = "Europe/Berlin"
    minutes_ahead: int = 0


class Held(Met):
    steps: list[Step]
    cards: list[Card]
    decision: Decided


class Script(_Part):
    opening: str
    held: Held
    coming: list[Met]


def script() -> Script:
    return Script.model_validate(yaml.safe_load((TEXTS / "live.yaml").read_text("utf-8")))


def _soon(at: datetime) -> datetime:
    """The next full five minutes: people agree on such times."""
    past = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at - past + timedelta(minutes=5)


class Appointments:
    """Scheduled by Robin for one position; Robin and Alex interview."""

    def __init__(
        self, db: Session, media: MediaStore, team: Mapping[str, Actor], position_id: str, script: Script
    ) -> None:
        self.db, self.media, self.team = db, media, team
        self.position_id, self.script = position_id, script

    def stories(self, now: datetime) -> list[Iterator[datetime]]:
        return [self._held(now), *(self._comes(met, now) for met in self.script.coming)]

    def _comes(self, met: Met, now: datetime) -> Iterator[datetime]:
        yield now - timedelta(days=2, hours=3)
        self._schedule(met, _soon(now + timedelta(minutes=met.minutes_ahead)))

    def _held(self, now: datetime) -> Iterator[datetime]:
        held = self.script.held
        begins = (now - timedelta(days=HELD_DAYS_AGO)).replace(hour=9, minute=0, second=0, microsecond=0)
        yield begins - timedelta(days=3)
        interview_id = self._schedule(held, begins)
        yield begins - timedelta(minutes=6)
        room = Room(self.db, interview_id, self.team)
        room.enter()
        yield begins - timedelta(minutes=3)
        room.send("candidate", "ask_to_join")
        yield begins
        room.send("robin", "admit")
        for step in held.steps:
            yield clock.now() + timedelta(seconds=step.after)
            yield from room.do(step)
        yield clock.now() + timedelta(seconds=40)
        room.send("robin", "complete_interview")
        for card in held.cards:
            yield clock.now() + timedelta(minutes=15)
            room.judge(card)
        yield min(clock.now() + timedelta(hours=3), now - timedelta(minutes=30))
        decided = held.decision
        decisions.decide(self.db, self.team["robin"], interview_id, decided.outcome, decided.reason)

    def _schedule(self, met: Met, at: datetime) -> str:
        there = at.astimezone(ZoneInfo(met.zone))
        form = ScheduleForm(
            candidate_name=f"{met.name} {MARK}",
            candidate_email=met.email,
            position_id=self.position_id,
            resume_id=self._resume(met),
            date=f"{there:%Y-%m-%d}",
            time=f"{there:%H:%M}",
            zone=met.zone,
            minutes=MINUTES,
            interviewers=[actor.user_id for actor in self.team.values()],
            code_languages=["Python", "JavaScript", "SQL"],
        )
        interview_id = schedule.schedule(self.db, self.team["robin"], form)
        self.db.flush()
        return interview_id

    def _resume(self, met: Met) -> str:
        """Dropped on the form, and read."""
        stored = self.media.put(met.resume.encode())
        by = self.team["robin"]
        row_id = candidate_resumes.add_file(self.db, by, None, met.file, stored, "text/plain")
        claimed = resumes.claim_next(self.db)
        assert claimed is not None and claimed.resume_id == row_id
        read = ReadResume.model_validate(read_resume(str(self.media.path(stored.sha256)), met.file))
        read.facts.name = f"{met.name} {MARK}"
        resumes.finish_reading(self.db, row_id, read)
        self.db.flush()
        return row_id


class Room:
    """What the people in it send, each from a page of their own."""

    def __init__(self, db: Session, interview_id: str, team: Mapping[str, Actor]) -> None:
        self.db, self.id, self.team = db, interview_id, team
        self.numbers: dict[str, int] = {}
        self.doc: Doc[Text] = Doc()

    def enter(self) -> None:
        """The candidate opens the link and agrees."""
        link = interviews.get(self.db, self.team["robin"], self.id).link
        assert link is not None
        session, _ = entrance.enter(self.db, link.url.rsplit("/", 1)[1], "", BROWSER)
        self.db.flush()
        self.grant: CandidateGrant = login_sessions.identify(self.db, session).grants[self.id]
        entrance.give_consent(self.db, self.grant, set(DataKind))

    def send(self, name: str, kind: str, **body: Any) -> None:
        who: Actor | CandidateGrant = self.grant if name == "candidate" else self.team[name]
        self.numbers[name] = self.numbers.get(name, 0) + 1
        page = f"demo-{name}-{uuid.uuid5(uuid.NAMESPACE_OID, self.id)}"[:64]
        operation = Operation(type="op", client_id=page, client_seq=self.numbers[name], kind=kind, body=body)
        room_operations.apply_once(self.db, who, self.id, operation)
        self.db.flush()

    def do(self, step: Step) -> Iterator[datetime]:
        key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.id}:{step.by}:{clock.now().isoformat()}"))
        if step.say:
            self.send(step.by, "chat_sent", text=step.say, key=key)
        if step.shows:
            self.send(step.by, "question_next")
        if step.note:
            self.send(step.by, "note_draft", text=step.note)
        if step.bookmark:
            self.send(step.by, "bookmark_set", key=key, at=clock.now().isoformat(), words=step.bookmark)
        if step.code:
            yield from self._code(step.code)
            yield from self._run(step, key)

    def _code(self, code: str) -> Iterator[datetime]:
        """Line by line, each as an update of its own, so that the playback shows it grow."""
        document_id = room_files.ensure(self.db, self.id).id
        content = self.doc.get(documents.ROOT, type=Text)
        for line in code.rstrip("\n").splitlines(keepends=True):
            for piece in (line[: len(line) // 2], line[len(line) // 2 :]):
                if piece:
                    yield clock.now() + timedelta(seconds=1 + SECONDS_A_LETTER * len(piece))
                    before = self.doc.get_state()
                    content.insert(len(str(content)), piece)
                    update = self.doc.get_update(before)
                    edit = Edit(clock.now(), self.grant.journal_name, update)
                    documents.append(self.db, document_id, [edit])

    def _run(self, step: Step, key: str) -> Iterator[datetime]:
        """What the code above really prints: a test runs it."""
        digest = sha256(str(self.doc.get(documents.ROOT, type=Text)).encode()).hexdigest()
        yield clock.now() + timedelta(seconds=8)
        about = {"language": "Python", "file": "main.py", "root": documents.ROOT, "digest": digest}
        self.send(step.by, "start_code_run", run=key, **about)
        yield clock.now() + timedelta(seconds=1)
        output = [{"kind": "stdout", "text": step.prints}]
        self.send(step.by, "finish_code_run", run=key, ok=True, seconds=0.4, output=output)

    def judge(self, card: Card) -> None:
        """Lines as they are clicked, then the whole, then submitted."""
        row = self.db.get(Interview, self.id)
        assert row is not None
        lines = scorecards.mine(self.db, row, self.team[card.by].user_id).lines
        for line, points in zip(lines, card.points, strict=False):
            self.send(card.by, "scorecard_line", line=line.key, points=points)
        self.send(card.by, "scorecard_overall", recommendation=card.recommendation.value, words=card.words)
        self.send(card.by, "scorecard_submit")
