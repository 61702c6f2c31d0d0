"""What the report of a live interview holds beyond decisions: all from its journal, cards, code and notes."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import (
    access,
    call_recordings,
    incident_report,
    live_code,
    live_facts,
    live_record,
    notes,
    room_access,
    room_clock,
    scorecards,
)
from neurohire.services.call_recordings import TakeView
from neurohire.services.incident_report import Checks
from neurohire.services.live_code import CodeFile
from neurohire.services.live_record import LiveRecord
from neurohire.services.live_timeline import Lane, bookmarks, timeline
from neurohire.services.question_sets import rows_of
from neurohire.services.room_access import Seat
from neurohire.services.scorecard_results import OVER
from neurohire.services.scorecards import Cards
from neurohire.vocabulary import InterviewKind, QuestionState, QuestionType


class ShownQuestion(BaseModel):
    """A question that the candidate saw, and for how long, all times together."""

    id: str
    number: int
    type: QuestionType
    skill: str
    text: str
    seconds: float
    was_skipped: bool
    first_at: datetime | None


class LiveReport(BaseModel):
    """The same for the page and for REST; what is private goes into no file that somebody may hand on."""

    scheduled_at: datetime
    zone: str
    started_at: datetime | None
    ended_at: datetime | None
    seconds: int
    ended_by: str
    was_left_open: bool  # ended by the system, hours later
    interviewers: list[str]
    questions: list[ShownQuestion]
    not_shown: int
    scorecards: Cards
    record: LiveRecord
    timeline: list[Lane]
    document_id: str  # of the shared editor; empty: nobody opened it
    files: list[CodeFile]
    seat: Seat  # the reader's
    recordings: list[TakeView] = []
    is_recorded: bool = False
    checks: Checks
    bookmarks: Lane | None = Field(default=None, exclude=True)  # the reader's own


def get(db: Session, actor: Actor, interview_id: str) -> LiveReport:
    """NotFound for one that is not over, or that a candidate took alone."""
    row = access.interview(db, actor, interview_id)
    if not is_there(row) or row.scheduled_at is None:
        raise NotFound()
    record = live_record.of(db, row)
    mine = notes.mine(db, row.id, actor.user_id).bookmarks
    shown = [_shown(one, record) for one in rows_of(db, row.id) if one.state != QuestionState.PENDING]
    begun, ended = row.started_at, row.submitted_at
    document_id, files = live_code.files(db, row.id)
    return LiveReport(
        scheduled_at=row.scheduled_at,
        zone=row.zone,
        started_at=begun,
        ended_at=ended,
        seconds=round((ended - begun).total_seconds()) if begun and ended else 0,
        ended_by=record.names.get(row.ended_by, ""),
        was_left_open=row.submit_reason == room_clock.LEFT_OPEN,
        interviewers=[name for _, name in live_facts.interviewers(db, row.id)],
        questions=shown,
        not_shown=len(rows_of(db, row.id)) - len(shown),
        scorecards=scorecards.seen_by(db, row, actor.user_id),
        record=record,
        timeline=timeline(row.started_at, row.submitted_at, record),
        bookmarks=bookmarks(row.started_at, row.submitted_at, mine) if mine else None,
        document_id=document_id,
        files=files,
        seat=room_access.seated(db, actor, interview_id).seat,
        recordings=call_recordings.of_interview(db, row),
        is_recorded=row.is_recorded,
        checks=incident_report.get(db, actor, row.id),
    )


def _shown(row: InterviewQuestion, record: LiveRecord) -> ShownQuestion:
    question = Question.model_validate(row.question)
    times = [shown for shown in record.shown if shown.question_id == row.id]
    return ShownQuestion(
        id=row.id,
        number=row.place + 1,
        type=question.type,
        skill=question.skill,
        text=question.text,
        seconds=sum(time.seconds for time in times),
        was_skipped=row.state == QuestionState.SKIPPED,
        first_at=times[0].at if times else row.asked_at,
    )


def is_there(row: Interview) -> bool:
    """Only once it is over: in focus time nobody reads along, not even here."""
    return row.kind == InterviewKind.LIVE and row.scheduled_at is not None and row.state in OVER
